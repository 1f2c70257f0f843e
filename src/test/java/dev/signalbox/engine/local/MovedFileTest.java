package dev.signalbox.engine.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.Outcome;
import dev.signalbox.operation.Source;
import dev.signalbox.operation.Submission;
import dev.signalbox.service.ServiceSnapshot;
import dev.signalbox.service.ServiceState;
import dev.signalbox.state.MovedFile;
import dev.signalbox.state.StateFolder;
import dev.signalbox.workspace.WorkspaceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A workspace whose folder is moved while its services run.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class MovedFileTest {
    private static final String NAME = "signalbox.yaml";

    @TempDir
    private Path folder;

    private Map<String, String> environment;
    private Path shop;
    private Path moved;

    @BeforeEach
    void makeShop() throws IOException {
        environment = Map.of("XDG_STATE_HOME", folder.resolve("state").toString());
        shop = folder.resolve("shop");
        moved = folder.resolve("moved here");
        write(shop);
    }

    private static void write(Path where) throws IOException {
        Files.createDirectories(where);
        Files.writeString(where.resolve(NAME), "name: shop\nservices: { a: { command: [sleep, 1000] } }");
    }

    private LocalEngine open(Path where) throws Exception {
        return LocalEngine.open(WorkspaceFile.load(where.resolve(NAME), environment), environment);
    }

    private static void run(LocalEngine engine, OperationKind kind) throws Exception {
        var submission = engine.queue()
                .submit("a", kind, Source.OPERATOR)
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);
        assertThat(((Submission.Accepted) submission)
                        .ticket()
                        .outcome()
                        .toCompletableFuture()
                        .get(60, TimeUnit.SECONDS))
                .isInstanceOf(Outcome.Succeeded.class);
    }

    private static ServiceSnapshot service(LocalEngine engine) {
        return Objects.requireNonNull(engine.find("a"));
    }

    private StateFolder take() throws IOException {
        return MovedFile.take(shop.resolve(NAME), moved.resolve(NAME), environment);
    }

    @Test
    void stateAndRunningServices_goAlong() throws Exception {
        long pid;
        try (var engine = open(shop)) {
            run(engine, OperationKind.START);
            pid = service(engine).status().pid();
            Files.move(shop, moved);
            assertThatIOException().isThrownBy(this::take).withMessageContaining("is open already");
        }
        // An engine that was begun at the new place has told what to do, and run nothing.
        try (var engine = open(moved)) {
            assertThat(service(engine).status().state()).isEqualTo(ServiceState.STOPPED);
            var here = moved.resolve(NAME);
            assertThat(MovedFile.warnings(engine.state(), "shop", here, environment))
                    .isEqualTo(List.of("services of " + shop.resolve(NAME) + " run, which is gone: if it was moved, end"
                            + " this engine and say: signalbox moved " + shop.resolve(NAME) + " '" + here + "'"));
            assertThat(MovedFile.warnings(engine.state(), "other", here, environment))
                    .isEmpty();
        }

        var state = take();

        assertThat(StateFolder.existing(moved.resolve(NAME), environment)).contains(state);
        try (var engine = open(moved)) {
            assertThat(engine.state()).isEqualTo(state);
            assertThat(service(engine).status().state()).isEqualTo(ServiceState.RUNNING);
            assertThat(service(engine).status().pid()).isEqualTo(pid);
            run(engine, OperationKind.STOP);
            assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
        }
    }

    @Test
    void anotherWorkspaceAtTheOldPlace_beginsAnew() throws Exception {
        open(shop).close();
        Files.move(shop, moved);
        var state = take();
        write(shop);

        try (var engine = open(shop)) {
            assertThat(engine.state()).isNotEqualTo(state);
        }
        assertThat(StateFolder.existing(moved.resolve(NAME), environment)).contains(state);
        assertThat(StateFolder.existing(shop.resolve(NAME), environment))
                .isPresent()
                .isNotEqualTo(state);
    }

    @Test
    void movedThereAndBack_isTheSame() throws Exception {
        open(shop).close();
        Files.move(shop, moved);
        var state = take();
        Files.move(moved, shop);

        assertThat(MovedFile.take(moved.resolve(NAME), shop.resolve(NAME), environment))
                .isEqualTo(state);
        assertThat(StateFolder.existing(shop.resolve(NAME), environment)).contains(state);
    }

    @Test
    void whatIsNotMoved_isRefusedInOneSentence() throws Exception {
        open(shop).close();
        write(moved);
        assertThatIOException()
                .isThrownBy(this::take)
                .withMessage("%s is still there, and its state stays with it", shop.resolve(NAME));

        Files.delete(shop.resolve(NAME));
        try (var engine = open(moved)) {
            run(engine, OperationKind.START);
            assertThatIOException().isThrownBy(this::take).withMessageContaining("is open already");
        }
        assertThatIOException().isThrownBy(this::take).withMessageContaining("has state of its own in");
        try (var engine = open(moved)) {
            run(engine, OperationKind.STOP);
        }

        shop = folder.resolve("nowhere");
        assertThatIOException().isThrownBy(this::take).withMessageContaining("there is no state of " + shop);
    }
}
