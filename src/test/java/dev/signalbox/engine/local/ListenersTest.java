package dev.signalbox.engine.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.engine.EngineListener;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.Outcome;
import dev.signalbox.operation.QueueEvent;
import dev.signalbox.operation.Source;
import dev.signalbox.operation.Submission;
import dev.signalbox.service.TestDefinitions;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Rule 31: who listens to an engine and throws")
class ListenersTest {
    @TempDir
    private Path folder;

    private static class Listener implements EngineListener {
        @Override
        public void onEvent(QueueEvent event) {
            // Only what concerns services matters here.
        }

        @Override
        public void onServicesChanged() {
            // As above.
        }

        @Override
        public void onConnectionChanged() {
            // It is at hand.
        }

        @Override
        public void onUnanswered(String text) {
            // What is asked at hand is answered.
        }
    }

    @Test
    void costsNoOperation_andKeepsNothingFromOthers() throws Exception {
        try (var test = new TestEngine(folder).add(TestDefinitions.argv("api", "x"))) {
            var engine = test.engine();
            engine.subscribe(new Listener() {
                @Override
                public void onStatus(String service) {
                    throw new AssertionError("the listener is broken");
                }
            });
            var told = new CountDownLatch(1);
            engine.subscribe(new Listener() {
                @Override
                public void onStatus(String service) {
                    told.countDown();
                }
            });
            var answer = test.queue().submit("api", OperationKind.START, Source.OPERATOR);
            var accepted = answer.toCompletableFuture().get(10, TimeUnit.SECONDS);
            assertThat(accepted).isInstanceOf(Submission.Accepted.class);
            var outcome = ((Submission.Accepted) accepted).ticket().outcome();
            assertThat(outcome.toCompletableFuture().get(10, TimeUnit.SECONDS)).isEqualTo(new Outcome.Succeeded());
            assertThat(told.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }
}
