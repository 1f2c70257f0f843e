package dev.signalbox.journal;

import dev.signalbox.state.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is done beside the writer, so that no commit waits for it: moves what was committed from the write-ahead
/// log into the file, gives a sign of life, and asks for what is too old to be dropped.
final class Upkeep implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(5);
    private static final Duration RETENTION = Duration.ofHours(1);

    /// Commits between two checkpoints. One of them takes some pages of 4 KiB each.
    private static final int COMMITS = 500;

    private final Database database;
    private final InstantSource clock;
    private final AtomicInteger commits = new AtomicInteger();
    /// Discards what comes after its end: the last commits of all do.
    private final ScheduledExecutorService executor = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("journal upkeep").factory(), new ThreadPoolExecutor.DiscardPolicy());

    Upkeep(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /// @param retain drops what is too old or too much
    void start(Runnable retain) {
        var _ = executor.scheduleWithFixedDelay(this::touch, 0, SIGN_OF_LIFE.toMillis(), TimeUnit.MILLISECONDS);
        var _ = executor.scheduleWithFixedDelay(retain, 1, RETENTION.toSeconds(), TimeUnit.SECONDS);
    }

    /// There was a commit. Returns at once.
    void committed() {
        if (commits.incrementAndGet() == COMMITS) {
            executor.execute(this::checkpoint);
        }
    }

    private void checkpoint() {
        commits.set(0);
        try (var connection = database.openBeside();
                var statement = connection.createStatement()) {
            statement.execute("PRAGMA wal_checkpoint(PASSIVE)");
        } catch (SQLException e) {
            // All that was committed is safe in the log, which only grows until the next time.
            LOG.debug("no checkpoint of the journal: {}", Trouble.describe(e));
        }
    }

    private void touch() {
        try {
            Files.setLastModifiedTime(PrivateFiles.create(database.signOfLife()), FileTime.from(clock.instant()));
        } catch (IOException e) {
            LOG.debug("no sign of life can be given: {}", e.toString());
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
        try {
            executor.awaitTermination(SIGN_OF_LIFE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
