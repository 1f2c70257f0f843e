package dev.signalbox.service.probe;

import static dev.signalbox.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.service.Answer;
import dev.signalbox.service.Probe.Check.Exec;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.ServiceDefinition.EnvValue;
import dev.signalbox.service.TestDefinitions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Programs as probes: what they say, and what is left of them.
@Timeout(60)
class ExecQuestionTest {
    private final Asking asking = new Asking();

    @TempDir
    Path folder;

    private ServiceDefinition service;

    @BeforeEach
    void define() {
        service = TestDefinitions.argv("backend", "true")
                .but()
                .cwd(folder)
                .env(Map.of("LEVEL", new EnvValue("high", false), "PASSWORD", new EnvValue("hush-hush", true)))
                .build();
    }

    @AfterEach
    void close() {
        asking.close();
    }

    private static Exec shell(String line) {
        return new Exec(List.of("/bin/sh", "-c", line));
    }

    @Test
    void ask_zero_isOk() throws Exception {
        assertThat(asking.ask(service, new Exec(List.of("true")))).isEqualTo(new Answer(true, "exit code 0", 1));
    }

    @Test
    void ask_otherCode_tellsItsLastWords() throws Exception {
        assertThat(asking.ask(service, shell("echo one; printf '\\033[31mno disk\\033[0m\\n\\n' >&2; exit 3")))
                .isEqualTo(new Answer(false, "exit code 3: no disk", 1));
    }

    @Test
    void ask_signal_isNamed() throws Exception {
        assertThat(asking.ask(service, shell("kill -9 $$")).text()).isEqualTo("exit code 137 (or SIGKILL)");
    }

    @Test
    void ask_folderAndVariables_areTheService() throws Exception {
        assertThat(asking.ask(service, shell("echo $LEVEL $SIGNALBOX_RUN in $PWD"))
                        .text())
                .isEqualTo("exit code 0: high in " + folder.toRealPath());
    }

    @Test
    void ask_secretOnItsOutput_isMasked() throws Exception {
        assertThat(asking.ask(service, shell("echo \"tried $PASSWORD\"; exit 1"))
                        .text())
                .isEqualTo("exit code 1: tried ••••••");
    }

    @Test
    void ask_unknownProgram_isNotOkAndNamed() throws Exception {
        assertThat(asking.ask(service, new Exec(List.of("no-such-program"))).text())
                .startsWith("exit code 127: ")
                .contains("no-such-program");
    }

    @Test
    void ask_noSuchFolder_isNotOk() throws Exception {
        var lost = service.but().cwd(folder.resolve("gone")).build();
        assertThat(asking.ask(lost, new Exec(List.of("true")))).satisfies(answer -> {
            assertThat(answer.ok()).isFalse();
            assertThat(answer.text()).contains("gone");
        });
    }

    @Test
    void ask_floodOnItsOutput_isEnded() throws Exception {
        assertThat(asking.ask(service, new Exec(List.of("yes"))))
                .isEqualTo(new Answer(false, "wrote more than 16 MiB", 1));
    }

    @Test
    void ask_lineWithoutEnd_isNotShownInPart() throws Exception {
        assertThat(asking.ask(service, shell("head -c 10000 /dev/zero | tr '\\0' x; exit 1"))
                        .text())
                .isEqualTo("exit code 1: (a line of 10000 bytes)");
    }

    @Test
    void ask_leavesAProcessBehind_answersAtOnceAndEndsIt() throws Exception {
        assertThat(asking.ask(service, shell("sleep 1000 & echo $! > child; exit 0")))
                .isEqualTo(new Answer(true, "exit code 0", 1));
        awaitEnd(pid("child"));
    }

    @Test
    void timeout_hangingTree_isKilled() throws Exception {
        asking.begin(service, hangingTree(), null);
        awaitStart();
        asking.timeOut();
        assertThat(asking.answer()).isEqualTo(new Answer(false, "no answer within 2 s", 1));
        awaitEnd(pid("parent"));
        awaitEnd(pid("orphan"));
        awaitEnd(pid("runaway"));
    }

    @Test
    void close_hangingTree_isKilledAndUnanswered() throws Exception {
        asking.begin(service, hangingTree(), null);
        awaitStart();
        asking.close();
        awaitEnd(pid("parent"));
        awaitEnd(pid("orphan"));
        awaitEnd(pid("runaway"));
        assertThat(asking.rest()).isEmpty();
    }

    /// A program that ignores SIGTERM, with a process that lost its parent, and one that left the group.
    private static Exec hangingTree() {
        return shell("trap '' TERM; (sleep 1000 & echo $! > orphan); setsid sleep 1000 & echo $! > runaway;"
                + " echo $$ > parent; touch begun; sleep 1000");
    }

    /// The runaway is a group of its own only when setsid has run; its children are found before that too.
    private void awaitStart() {
        await().until(() -> Files.exists(folder.resolve("begun")));
    }

    private long pid(String file) throws IOException {
        return Long.parseLong(Files.readString(folder.resolve(file)).strip());
    }

    /// A process that lost its parent may stay as a zombie, if nobody waits for it.
    private static void awaitEnd(long pid) {
        await().until(() -> {
            try {
                return Files.readString(Path.of("/proc/" + pid + "/stat")).contains(") Z ");
            } catch (IOException e) {
                return true;
            }
        });
    }
}
