package dev.signalbox.console.commands;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.time.FakeTime;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// For how long what was done is told of, and can be taken back.
class UndoStackTest {
    private final FakeTime time = new FakeTime();
    private final Undo undo = new Undo(time);

    private record Deeded(String name, @Nullable String obstacle) implements Deed {
        @Override
        public String title(int times) {
            return name + " × " + times;
        }

        @Override
        public @Nullable String whyNot() {
            return obstacle;
        }

        @Override
        public CompletionStage<Result> takeBack() {
            return CompletableFuture.completedStage(new Result(true, ""));
        }
    }

    private String told() {
        var told = undo.toldProperty().get();
        return told == null ? "" : told.title();
    }

    @Test
    void itIsToldFor8Seconds_andCanBeTakenBackFor30() {
        assertThat(undo.whyNot()).isEqualTo("nothing was done here in the last 30 s");
        undo.did(new Deeded("clear", null));
        assertThat(told()).isEqualTo("clear × 1");
        assertThat(undo.left(false)).isEqualTo(1);
        time.advance(Duration.ofSeconds(6));
        assertThat(undo.left(false)).isEqualTo(0.25);
        assertThat(undo.left(true)).as("while the pointer is there it stays").isEqualTo(0.5);
        time.advance(Duration.ofSeconds(4));
        assertThat(undo.left(false)).isZero();
        assertThat(told()).isEmpty();
        time.advance(Duration.ofSeconds(19));
        assertThat(undo.whyNot()).isNull();
        time.advance(Duration.ofSeconds(1));
        assertThat(undo.whyNot()).isEqualTo("nothing was done here in the last 30 s");
        assertThat(undo.what()).isEmpty();
    }

    @Test
    void theSameDoneAgainIsCounted_andAnythingElseBeginsAnew() {
        undo.did(new Deeded("hold", null));
        undo.did(new Deeded("hold", null));
        assertThat(told()).isEqualTo("hold × 2");
        undo.did(new Deeded("clear", null));
        assertThat(told()).isEqualTo("clear × 1");
    }

    @Test
    void whatCannotBeTakenBackIsPassedOver_andSaidWhereThereIsNothingElse() {
        undo.did(new Deeded("restart", "it has ended"));
        assertThat(undo.whyNot()).isEqualTo("it has ended");
        undo.did(new Deeded("clear", null));
        undo.did(new Deeded("restart", "it has ended"));
        assertThat(undo.whyNot()).isNull();
        assertThat(undo.what()).isEqualTo("clear × 1");
    }
}
