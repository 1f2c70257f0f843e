package dev.signalbox.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.StartKeys;
import dev.signalbox.workspace.WorkspaceChanges.Change;
import dev.signalbox.workspace.WorkspaceChanges.ServiceChange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkspaceChangesTest {
    @TempDir
    private Path folder;

    private Workspace load(String text) throws IOException, InvalidWorkspaceException {
        Files.createDirectories(folder.resolve("sub"));
        var file = Files.writeString(folder.resolve("signalbox.yaml"), "name: w\n" + text);
        return WorkspaceFile.load(file, Map.of("ONE", "1", "TWO", "2"));
    }

    private WorkspaceChanges between(String before, String after) throws Exception {
        var old = load(before);
        return WorkspaceChanges.between(old, load(after));
    }

    private static String service(String fields) {
        return "services: { a: { command: [x] }, b: { " + fields + " } }";
    }

    /// The one change of service b.
    private Change change(String before, String after) throws Exception {
        var changes = between(service(before), service(after));
        assertThat(changes.added()).isEmpty();
        assertThat(changes.removed()).isEmpty();
        assertThat(changes.reordered()).isFalse();
        assertThat(changes.isEmpty()).isFalse();
        var changed = changes.changed().getFirst();
        assertThat(changed.before().id()).isEqualTo("b");
        assertThat(changed.restartKeys())
                .isEqualTo(
                        changed.changes().getFirst().restarts()
                                ? List.of(changed.changes().getFirst().key())
                                : List.of());
        assertThat(changed.changes()).hasSize(1);
        if (!changed.before().oneShot()) { // a job is not restarted
            assertThat(StartKeys.differing(StartKeys.of(changed.before()), changed.after()))
                    .as("what a running process is said to lack")
                    .isEqualTo(changed.restartKeys());
        }
        return changed.changes().getFirst();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            command: [x, a b]                              | command: [x, a, b]                                 | command        | x "a b"                                    | x a b
            command: [x]                                   | shell: x                                           | command        | x                                          | shell: x
            command: [x]                                   | command: [x], cwd: sub                             | cwd            | FOLDER                                     | FOLDER/sub
            command: [x], port: 80                         | command: [x], ports: [81, 82]                      | ports          | 80                                         | 81, 82
            command: [x]                                   | command: [x], user: www                            | user           | ``                                         | www
            command: [x], nice: 0                          | command: [x]                                       | nice           | 0                                          | ``
            command: [x], limits: { memory: 1024MB }       | command: [x], limits: { memory: 1GiB }             | limits.memory  | 1024 MB                                    | 1 GiB
            command: [x]                                   | command: [x], limits: { open_files: 64 }           | limits.open_files | ``                                      | 64
            command: [x]                                   | command: [x], one_shot: true, start_timeout: 30s   | one_shot       | false                                      | true
            command: [x], env: { A: b }                    | command: [x], env: { A: c }                        | env.A          | b                                          | c
            command: [x]                                   | command: [x], env: { A: c }                        | env.A          | ``                                         | c
            command: [x], env: { A: "${env:ONE}" }         | command: [x], env: { A: "${env:TWO}" }             | env.A          | ••••••                                     | •••••• (another value)
            """)
    void whatAProcessIsStartedWith_needsARestart(String before, String after, String key, String old, String next)
            throws Exception {
        assertThat(change(before, after))
                .isEqualTo(new Change(
                        key,
                        old.replace("FOLDER", folder.toString()),
                        next.replace("FOLDER", folder.toString()),
                        true));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            command: [x]                                   | command: [x], group: G                             | group          | ``                                         | G
            command: [x]                                   | command: [x], confirm: [restart, stop]             | confirm        | ``                                         | stop, restart
            command: [x]                                   | command: [x], autostart: true                      | autostart      | false                                      | true
            command: [x], depends_on: [a]                  | command: [x], depends_on: { a: { condition: started } } | depends_on | a ready                                    | a started
            command: [x], ready: { log: ok }               | command: [x], ready: { log: ^ok }                  | ready          | log ok, every 500 ms, timeout 15 s, 3 failures | log ^ok, every 500 ms, timeout 15 s, 3 failures
            command: [x], ready: { http: "http://h/", body: a } | command: [x], ready: { http: "http://h/" }    | ready          | http http://h/, status 200, body a, every 500 ms, timeout 15 s, 3 failures | http http://h/, status 200, every 500 ms, timeout 15 s, 3 failures
            command: [x], ready: { http: "http://h/", headers: { A: b c, Host: d } } | command: [x], ready: { http: "http://h/", headers: { A: c, Host: d }, method: HEAD, status: [2xx, 401] } | ready | http http://h/, header A: …, header Host: "d", status 200, every 500 ms, timeout 15 s, 3 failures | http http://h/, method HEAD, header A: …, header Host: "d", status 2xx, 401, every 500 ms, timeout 15 s, 3 failures
            command: [x], ready: { http: "https://h/", ca: /c.pem } | command: [x], ready: { http: "https://h/" } | ready | http https://h/, ca /c.pem, status 200, every 500 ms, timeout 15 s, 3 failures | http https://h/, status 200, every 500 ms, timeout 15 s, 3 failures
            command: [x], ready: { tcp: 1 }                | command: [x], ready: { tcp: "db:1", try_timeout: 9s, success: 2 } | ready | tcp 1, every 500 ms, timeout 15 s, 3 failures | tcp db:1, every 500 ms, timeout 15 s, each try 9 s, 3 failures, 2 successes
            command: [x], ready: { exec: [a, b c] }        | command: [x], ready: { exec: a b c }               | ready          | exec a "b c", every 500 ms, timeout 15 s, 3 failures | exec /bin/sh -c "a b c", every 500 ms, timeout 15 s, 3 failures
            command: [x]                                   | command: [x], alive: { tcp: 1, initial_delay: 1s } | alive          | ``                                         | tcp 1, every 5 s, timeout 2 s, 3 failures, at first after 1 s
            command: [x], pre_start: [a, b]                | command: [x], pre_start: { command: [a], timeout: 9s } | pre_start  | a b, timeout 10 s                          | a, timeout 9 s
            command: [x], post_stop: [a]                   | command: [x]                                       | post_stop      | a, timeout 10 s                            | ``
            command: [x]                                   | command: [x], stop: { command: [y] }               | stop           | SIGTERM, timeout 10 s                      | y, timeout 10 s
            command: [x], stop: { to: leader }             | command: [x], stop: { to: all }                    | stop           | SIGTERM to leader, timeout 10 s            | SIGTERM to all, timeout 10 s
            command: [x]                                   | command: [x], restart: { on: failure }             | restart        | never, backoff 1 s to 1 m, give up after 5 in 1 m, proper after 1 s | failure, backoff 1 s to 1 m, give up after 5 in 1 m, proper after 1 s
            command: [x], restart: { give_up_after: never } | command: [x], restart: { min_uptime: 1m, ok_codes: [3, 2] } | restart | never, backoff 1 s to 1 m, give up never, proper after 1 s | never, backoff 1 s to 1 m, give up after 5 in 1 m, proper after 1 m, good codes 0, 2, 3
            command: [x]                                   | command: [x], settle: 0s                           | settle         | 200 ms                                     | 0 s
            command: [x]                                   | command: [x], log: { keep: 1, max_age: 1d }        | log            | 50 MB, keep 5                              | 50 MB, keep 1, at most 1 d old
            command: [x]                                   | command: [x], queue: coalesce                      | queue          | keep                                       | coalesce
            command: [x]                                   | command: [x], start_timeout: 1m                    | start_timeout  | 30 s                                       | 1 m
            command: [x], one_shot: true, schedule: 5 * * * * | command: [x], one_shot: true, schedule: { cron: 5 * * * *, zone: UTC, missed: run_once } | schedule | 5 * * * * | 5 * * * * UTC, missed run_once
            command: [x]                                   | command: [x], forking: true                        | forking        | false                                      | true
            command: [x], pid_file: /a                     | command: [x], pid_file: /b                         | pid_file       | /a                                         | /b
            command: [x], stop_timeout: 1h                 | command: [x]                                       | stop_timeout   | 1 h                                        | 30 s
            command: [x], one_shot: true                   | command: [x], one_shot: true, start_timeout: 1m    | start_timeout  | none                                       | 1 m
            command: [x], one_shot: true                   | command: [x], one_shot: true, schedule: 5 * * * *  | schedule       | ``                                         | 5 * * * *
            """)
    void whatIsAskedOfARunningService_takesEffectAtOnce(
            String before, String after, String key, String old, String next) throws Exception {
        assertThat(change(before, after)).isEqualTo(new Change(key, old, next, false));
    }

    @Test
    void job_needsNoRestart() throws Exception {
        assertThat(change("command: [x], one_shot: true", "command: [y], one_shot: true"))
                .isEqualTo(new Change("command", "x", "y", false));
    }

    @Test
    void sameFile_isNoChange() throws Exception {
        var text =
                "services: { a: { command: [x], ready: { http: 'http://h/', body: a.c }, env: { A: '${env:ONE}' } } }";

        var changes = between(text, "# another comment\n" + text);

        assertThat(changes.isEmpty()).isTrue();
    }

    @Test
    void sameValueThatHasBecomeSecret_isToldWithoutARestart() throws Exception {
        assertThat(change("command: [x], env: { A: '1' }", "command: [x], env: { A: '${env:ONE}' }"))
                .isEqualTo(new Change("env.A", "1", "••••••", false));
    }

    @Test
    void addedRemovedAndMoved_areTold() throws Exception {
        var changes = between(
                "services: { a: { command: [x] }, b: { command: [x] }, c: { command: [x] } }",
                "services: { d: { command: [x] }, c: { command: [x] }, a: { command: [y] } }");

        assertThat(changes.added()).extracting(ServiceDefinition::id).containsExactly("d");
        assertThat(changes.removed()).extracting(ServiceDefinition::id).containsExactly("b");
        assertThat(changes.changed())
                .extracting(ServiceChange::after)
                .extracting(ServiceDefinition::id)
                .containsExactly("a");
        assertThat(changes.reordered()).isTrue();
    }

    @Test
    void newService_reordersNothing() throws Exception {
        var changes = between(
                "services: { a: { command: [x] }, b: { command: [x] } }",
                "services: { a: { command: [x] }, c: { command: [x] }, b: { command: [x] } }");

        assertThat(changes.reordered()).isFalse();
    }

    @Test
    void settingsOfTheWorkspace_areCompared() throws Exception {
        var service = "services: { a: { command: [x] } }";
        var changes = between(
                service,
                "on_exit: stop\nlog: { max_total: 500MB }\njournal: { max_age: 7d, max_size: 1GB }\n" + service);

        assertThat(changes.settings())
                .containsExactly(
                        new Change("on_exit", "leave", "stop", false),
                        new Change("log.max_total", "2 GB", "500 MB", false),
                        new Change("journal.max_age", "90 d", "7 d", false),
                        new Change("journal.max_size", "500 MB", "1 GB", false));
        assertThat(changes.isEmpty()).isFalse();
    }

    @Test
    void passwordInAUrl_isNotShown() throws Exception {
        var change = change(
                "command: [x], ready: { http: 'http://me:one@127.0.0.1/' }",
                "command: [x], ready: { http: 'http://me:two@127.0.0.1/' }");
        assertThat(change.before()).startsWith("http http://…@127.0.0.1/, status 200");
        assertThat(change.after()).isEqualTo(change.before() + " (another value)");
    }
}
