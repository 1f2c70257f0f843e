package dev.signalbox.journal;

import static dev.signalbox.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.Mount;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.OperationQueue;
import dev.signalbox.operation.Outcome;
import dev.signalbox.operation.QueueSettings;
import dev.signalbox.operation.Source;
import dev.signalbox.operation.Submission;
import dev.signalbox.operation.Ticket;
import dev.signalbox.time.SystemTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A journal on a file system of its own that is full, or may not be written.
class JournalDiskTest {
    private static final String BUSY = "busy";
    private static final String IDLE = "idle";

    @TempDir
    private Path folder;

    private final SystemTime time = new SystemTime();
    private final CountDownLatch release = new CountDownLatch(1);
    private final List<Ticket> tickets = new ArrayList<>();
    private Mount mount;

    @BeforeEach
    void mount() throws Exception {
        mount = Mount.of(folder.resolve("disk"), "tmpfs", "size=1m,mode=700");
    }

    @AfterEach
    void unmount() throws IOException {
        release.countDown();
        time.close();
        mount.close();
    }

    private Journal open() throws IOException {
        return Journal.open(mount.folder().resolve("journal.db"), InstantSource.system(), Retention.DEFAULT);
    }

    private OperationQueue queue(Journal journal) {
        var queue = new OperationQueue(journal, time, journal.firstId());
        journal.onOpenedLate(queue::idsFrom);
        queue.register(BUSY, QueueSettings.DEFAULT, _ -> {
            release.await();
            return null;
        });
        queue.register(IDLE, QueueSettings.DEFAULT, _ -> null);
        return queue;
    }

    private Submission submit(OperationQueue queue, String service) {
        var answer = queue.submit(service, OperationKind.START, Source.OPERATOR)
                .toCompletableFuture()
                .join();
        if (answer instanceof Submission.Accepted(var ticket)) {
            tickets.add(ticket);
        }
        return answer;
    }

    private void fill(Path filler) throws IOException {
        try (var out = Files.newOutputStream(filler, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            var block = new byte[512];
            while (true) {
                out.write(block);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
        }
    }

    /// What has room in the file already is still accepted.
    private String refusal(OperationQueue queue) {
        while (true) {
            if (submit(queue, IDLE) instanceof Submission.Refused(var reason, var _)) {
                return reason;
            }
        }
    }

    @Test
    void fullDisk_refusesWithTheReason_keepsWhatRuns_andRecoversByItself() throws Exception {
        var filler = mount.folder().resolve("filler");
        try (var journal = open();
                var queue = queue(journal)) {
            var running = ((Submission.Accepted) submit(queue, BUSY)).ticket();
            await().until(() -> running.state() == Ticket.State.RUNNING);

            fill(filler);
            assertThat(refusal(queue)).contains("no space left");
            assertThat(journal.problem()).contains("no space left");
            release.countDown();
            await().until(() -> running.state() == Ticket.State.ENDED_NOT_RECORDED);
            assertThat(running.outcome().toCompletableFuture()).isNotDone();

            Files.delete(filler);
            await().until(() -> running.outcome().toCompletableFuture().isDone());
            assertThat(running.outcome().toCompletableFuture().join()).isEqualTo(new Outcome.Succeeded());
            await().until(() -> submit(queue, IDLE) instanceof Submission.Accepted);
            assertThat(journal.problem()).isNull();
            tickets.forEach(ticket -> ticket.outcome().toCompletableFuture().join());
        }
        checkWhatWasTold();
    }

    @Test
    void readOnlyDisk_refusesWithTheReason_andRecoversByItself() throws Exception {
        try (var journal = open();
                var queue = queue(journal)) {
            submit(queue, IDLE);
            tickets.getFirst().outcome().toCompletableFuture().join();
        }
        mount.readOnly(true);
        try (var journal = open();
                var queue = queue(journal)) {
            assertThat(refusal(queue)).contains("journal.db may not be written");
            assertThat(journal.problem()).contains("journal.db may not be written");

            mount.readOnly(false);
            await().until(() -> submit(queue, IDLE) instanceof Submission.Accepted);
            assertThat(journal.problem()).isNull();
            assertThat(tickets.getLast().operation().id())
                    .isGreaterThan(tickets.getFirst().operation().id());
            tickets.getLast().outcome().toCompletableFuture().join();
        }
        checkWhatWasTold();
    }

    /// Each operation that was accepted, and no other, is in the journal with the outcome that its submitter saw.
    private void checkWhatWasTold() throws Exception {
        try (var journal = open()) {
            assertThat(journal.notice()).isEmpty();
            assertThat(journal.interruption()).isEmpty();
            var told = new HashMap<Long, Outcome>();
            tickets.forEach(ticket -> told.put(
                    ticket.operation().id(),
                    ticket.outcome().toCompletableFuture().join()));
            var hits = journal.history().find(HistoryFilter.ALL);
            var found = new HashMap<Long, Outcome>();
            for (var operation : hits.page(0, hits.count())) {
                found.put(
                        operation.id(), Objects.requireNonNull(operation.end()).outcome());
            }
            assertThat(found).isEqualTo(told);
        }
    }
}
