package dev.signalbox.engine.local;

import static dev.signalbox.Waiting.await;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.engine.EngineListener;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.QueueEvent;
import java.nio.file.Files;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Services whose output does not reach their logs.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class LostLogTest extends EngineOverProcesses {
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    private String problem(String service) {
        return requireNonNull(engine.find(service)).logProblem();
    }

    @Test
    void logThatIsDeleted_isShownAtItsService_untilThatStartsAnew() throws Exception {
        open(
                "web: { command: [sleep, '1000'], autostart: true }, other: { command: [sleep, '1000'], autostart: true }");
        await().until(() -> requireNonNull(engine.find("web")).status().isReady());
        try (var _ = engine.subscribe(new EngineListener() {
            @Override
            public void onStatus(String service) {
                told.add(service);
            }

            @Override
            public void onEvent(QueueEvent event) {
                // What is looked at is no operation.
            }

            @Override
            public void onServicesChanged() {
                // None comes or goes.
            }

            @Override
            public void onConnectionChanged() {
                // It is at hand.
            }

            @Override
            public void onUnanswered(String text) {
                throw new AssertionError(text);
            }
        })) {
            told.clear();
            Files.delete(requireNonNull(engine.log("web")).out());

            var text = "web.out.log was deleted or moved away; what its service writes is kept again from the next"
                    + " start on";
            await().until(() -> problem("web").equals(text));
            await().until(() -> told.contains("web"));
            assertThat(problem("other")).isEmpty();
            assertThat(engine.logProblems()).containsOnlyKeys("web");
        }

        run("web", OperationKind.RESTART);

        await().until(() -> problem("web").isEmpty());
    }
}
