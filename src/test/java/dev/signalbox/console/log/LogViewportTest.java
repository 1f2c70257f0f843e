package dev.signalbox.console.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogViewportTest {

    private static final double LINE = 20;
    private static final double HEIGHT = 100;

    private final LogBuffer buffer = new LogBuffer();
    private final LogViewport viewport =
            new LogViewport(buffer, entry -> entry.text().equals("tall") ? 500 : LINE);

    @BeforeEach
    void setHeight() {
        viewport.setHeight(HEIGHT);
    }

    @Test
    void empty_isAtBothEnds() {
        viewport.toEnd();
        viewport.scrollBy(10);
        viewport.clamp();
        assertThat(viewport.atEnd()).isTrue();
        assertThat(viewport.endPosition()).isZero();
        assertThat(viewport.lineAt(0)).isEqualTo(-1);
        assertThat(viewport.visible()).isEmpty();
    }

    @Test
    void fewLines_standAtTheTop() {
        fill(3);
        viewport.toEnd();
        assertThat(viewport.topLine()).isZero();
        assertThat(viewport.topY()).isEqualTo(LogViewport.PAD);
        viewport.scrollBy(-50);
        assertThat(viewport.atEnd()).isTrue();
    }

    @Test
    void toEnd_lastLineStandsAtTheBottom() {
        fill(50);
        viewport.toEnd();
        assertThat(viewport.topLine()).isEqualTo(45);
        assertThat(viewport.topY()).isEqualTo(-4);
        assertThat(viewport.lineAt(HEIGHT - LogViewport.PAD - 1)).isEqualTo(49);
        assertThat(viewport.atEnd()).isTrue();
    }

    @Test
    void scrollBy_thereAndBack() {
        fill(50);
        viewport.toEnd();
        viewport.scrollBy(-30);
        assertThat(viewport.atEnd()).isFalse();
        assertThat(viewport.topLine()).isEqualTo(43);
        viewport.scrollBy(30);
        assertThat(viewport.atEnd()).isTrue();
        viewport.scrollBy(-1_000_000);
        assertThat(viewport.topLine()).isZero();
        assertThat(viewport.topY()).isEqualTo(LogViewport.PAD);
        viewport.scrollBy(1_000_000);
        assertThat(viewport.atEnd()).isTrue();
    }

    @Test
    void scrollBy_withinALineTallerThanTheView() {
        fill(3);
        buffer.add(Samples.line("tall"));
        viewport.toEnd();
        assertThat(viewport.topLine()).isEqualTo(3);
        assertThat(viewport.topY()).isEqualTo(-404);
        viewport.scrollBy(-404);
        assertThat(viewport.topY()).isZero();
        assertThat(viewport.lineAt(HEIGHT)).isEqualTo(3);
    }

    @Test
    void setPosition_isWhatPositionTells() {
        fill(50);
        viewport.setPosition(12.5);
        assertThat(viewport.topLine()).isEqualTo(12);
        assertThat(viewport.position()).isCloseTo(12.5, within(1e-9));
        viewport.setPosition(viewport.endPosition());
        assertThat(viewport.atEnd()).isTrue();
        viewport.setPosition(0);
        assertThat(viewport.topY()).isEqualTo(LogViewport.PAD);
    }

    @Test
    void clamp_goesToTheFirstLineKept() {
        fill(50);
        viewport.setPosition(10);
        fill(LogBuffer.CAPACITY);
        viewport.clamp();
        assertThat(viewport.topLine()).isEqualTo(buffer.first());
    }

    @Test
    void clamp_staysWhereItIsWhenLinesCome() {
        fill(50);
        viewport.setPosition(10.5);
        fill(100);
        viewport.clamp();
        assertThat(viewport.position()).isCloseTo(10.5, within(1e-9));
        buffer.clear();
        viewport.clamp();
        assertThat(viewport.topLine()).isEqualTo(150);
    }

    @Test
    void reveal_bringsToTheMiddleWhatIsNotOnScreen_andLeavesWhatIs() {
        fill(50);
        viewport.setPosition(10);
        viewport.reveal(12, 0, LINE);
        assertThat(viewport.position()).isEqualTo(10);

        viewport.reveal(30, 0, LINE);
        assertThat(viewport.position()).isEqualTo(28);
        viewport.reveal(5, 0, LINE);
        assertThat(viewport.position()).isEqualTo(3);
        viewport.reveal(0, 0, LINE);
        assertThat(viewport.topLine()).isZero();
        viewport.reveal(49, 0, LINE);
        assertThat(viewport.atEnd()).isTrue();
    }

    @Test
    void reveal_ofAPartOfALineTallerThanTheView() {
        fill(3);
        buffer.add(Samples.line("tall"));
        fill(3);
        viewport.reveal(3, 400, LINE);
        assertThat(viewport.topLine()).isEqualTo(3);
        assertThat(viewport.topY()).isEqualTo(-360);

        viewport.reveal(3, 0, LINE);
        assertThat(viewport.topY() == 0 || viewport.topLine() < 3).isTrue();
    }

    private void fill(int lines) {
        Samples.numbered(0, lines).forEach(buffer::add);
    }
}
