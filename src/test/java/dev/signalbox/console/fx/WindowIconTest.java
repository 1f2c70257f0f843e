package dev.signalbox.console.fx;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.scene.image.Image;
import org.junit.jupiter.api.Test;

class WindowIconTest extends FxTest {

    @Test
    void window_hasItsIconInAllSizes() throws Exception {
        fx(() -> {
            WindowIcon.giveTo(stage);
            return null;
        });
        assertThat(stage.getIcons())
                .extracting(Image::getWidth)
                .containsExactly(16.0, 24.0, 32.0, 48.0, 64.0, 128.0, 256.0);
        assertThat(stage.getIcons()).allSatisfy(icon -> {
            assertThat(icon.getHeight()).isEqualTo(icon.getWidth());
            var reader = icon.getPixelReader();
            var size = (int) icon.getWidth();
            assertThat(reader.getColor(0, 0).getOpacity())
                    .as("a corner, which is round")
                    .isLessThan(0.5);
            assertThat(reader.getColor(size / 2, size / 16 + 1).getBlue())
                    .as("the plate")
                    .isGreaterThan(0.8);
        });
    }
}
