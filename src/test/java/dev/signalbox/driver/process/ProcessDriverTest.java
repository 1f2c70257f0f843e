package dev.signalbox.driver.process;

import static dev.signalbox.Waiting.await;

import dev.signalbox.log.LogFolder;
import dev.signalbox.log.LogNotes;
import dev.signalbox.service.Secrets;
import dev.signalbox.service.ServiceDefinitionBuilder;
import dev.signalbox.service.ServiceDriver;
import dev.signalbox.service.ServiceDriverContract;
import dev.signalbox.service.TestDefinitions;
import dev.signalbox.state.EngineLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// The contract, for a script that does what files in its folder tell.
@ParameterizedClass
@EnumSource(Way.class)
final class ProcessDriverTest extends ServiceDriverContract {
    private static final String SCRIPT = """
            if [ -e fail ]; then rm fail; echo 'no luck' >&2; exit 3; fi
            if [ -e deaf ]; then trap '' TERM; fi
            rm -f crash
            echo $$ >> pids
            while ! [ -e crash ]; do sleep 0.02; done
            exit "$(cat crash)"
            """;

    @Parameter
    private Way way = Way.BY_GROUP_AND_PIDFD;

    @TempDir
    private Path folder;

    private UnaryOperator<ServiceDefinitionBuilder> change = UnaryOperator.identity();
    private @Nullable LogNotes notes;
    private @Nullable ProcessDrivers drivers;

    @Override
    protected ServiceDriver newDriver() throws IOException {
        closeDrivers();
        var clock = InstantSource.system();
        notes = new LogNotes(clock);
        drivers = new ProcessDrivers(
                Bench.identity(folder.resolve("state")),
                notes,
                clock,
                new Secrets(),
                way.means.table(),
                (_, _) -> new EngineLock.Sight.None(),
                LogFolder::hasHoles,
                way.means.opening,
                new StrangerScan(),
                way.members.groups());
        var definition = TestDefinitions.shell("service", "cd '" + folder + "'\n" + SCRIPT);
        return drivers.driver(change.apply(definition.but()).build());
    }

    @AfterEach
    void killAll() throws IOException {
        closeDrivers();
        var tree = new ProcessTree(new LinuxProcessTable(text -> text), Bench.KEY + ":service:", null, false);
        Killing.of(tree);
        way.members.groups().close();
    }

    private void closeDrivers() {
        if (drivers != null && notes != null) {
            drivers.close();
            notes.close();
        }
    }

    @Override
    protected void change(UnaryOperator<ServiceDefinitionBuilder> newChange) {
        change = newChange;
    }

    @Override
    protected void failNextStart() throws IOException {
        Files.createFile(folder.resolve("fail"));
    }

    @Override
    protected void ignoreStop() throws IOException {
        Files.createFile(folder.resolve("deaf"));
    }

    @Override
    protected void crash(int code) throws IOException {
        // It removes what an earlier run was told.
        await().until(() -> instances() == 1);
        var ready = Files.writeString(folder.resolve("code"), Integer.toString(code));
        Files.move(ready, folder.resolve("crash"));
    }

    @Override
    protected int instances() throws IOException {
        var pids = folder.resolve("pids");
        var lines = Files.exists(pids) ? Files.readAllLines(pids) : List.<String>of();
        var table = new LinuxProcessTable(text -> text);
        return (int) lines.stream()
                .map(line -> table.find(Long.parseLong(line)))
                .filter(found -> found != null && found.isAlive())
                .count();
    }
}
