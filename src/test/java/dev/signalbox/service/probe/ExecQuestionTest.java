package dev.signalbox.service.probe;

import static dev.signalbox.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signalbox.service.Answer;
import dev.signalbox.service.Answer.Kind;
import dev.signalbox.service.Probe.Check.Exec;
import dev.signalbox.service.Secrets;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.ServiceDefinition.EnvValue;
import dev.signalbox.service.ServiceDefinition.ProcessSettings;
import dev.signalbox.service.TestDefinitions;
import dev.signalbox.service.launch.Account;
import dev.signalbox.service.launch.OwnRights;
import dev.signalbox.time.SideThread;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
    void lineForAShell_hasPipesAndTheServicesVariables() throws Exception {
        var own = service.but().env(Map.of("WORD", new EnvValue("grep", false))).build();
        assertThat(asking.ask(own, Exec.line("echo all ok | $WORD -c ok && echo fine")))
                .isEqualTo(new Answer(Kind.GOOD, "exit code 0: fine", 1));
        assertThat(asking.ask(own, Exec.line("echo sick | $WORD -q ok || exit 3")))
                .isEqualTo(new Answer(Kind.BAD, "exit code 3", 1));
        assertThat(Exec.line("a | b").text()).isEqualTo("a | b");
    }

    @Test
    void ask_zero_isOk() throws Exception {
        assertThat(asking.ask(service, new Exec(List.of("true")))).isEqualTo(new Answer(Kind.GOOD, "exit code 0", 1));
    }

    /// The codes that programs fail with most, beside the ends of what a code can be.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 100, 255})
    void ask_anyOtherCode_isNotOk(int code) throws Exception {
        assertThat(asking.ask(service, shell("exit " + code))).isEqualTo(new Answer(Kind.BAD, "exit code " + code, 1));
    }

    @Test
    void ask_otherCode_tellsItsLastWords() throws Exception {
        assertThat(asking.ask(service, shell("echo one; printf '\\033[31mno disk\\033[0m\\n\\n' >&2; exit 3")))
                .isEqualTo(new Answer(Kind.BAD, "exit code 3: no disk", 1));
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
    void ask_unknownProgram_saysNothingOfTheService_andIsNamed() throws Exception {
        assertThat(asking.ask(service, new Exec(List.of("no-such-program")))).satisfies(answer -> {
            assertThat(answer.kind()).isEqualTo(Kind.UNKNOWN);
            assertThat(answer.text()).contains("no-such-program").doesNotStartWith("setsid");
        });
    }

    @ParameterizedTest
    @CsvSource({"rw-------, #!/bin/sh", "rwx------, #!/no/such/interpreter"})
    void ask_programThatCannotBeExecuted_saysNothingOfTheService(String mode, String line) throws Exception {
        var program = Files.writeString(folder.resolve("check"), line + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString(mode));
        assertThat(asking.ask(service, new Exec(List.of("./check"))).kind()).isEqualTo(Kind.UNKNOWN);
    }

    @Test
    void ask_argumentsThatAreTooLong_sayNothingOfTheService() throws Exception {
        assertThat(asking.ask(service, new Exec(List.of("true", "x".repeat(1_000_000)))))
                .extracting(Answer::kind)
                .isEqualTo(Kind.UNKNOWN);
    }

    @Test
    void ask_libraryThatCannotBeLoaded_saysNothingOfTheService() throws Exception {
        assertThat(asking.ask(
                                service,
                                shell("echo 'check: error while loading shared libraries: libx.so: cannot open shared"
                                        + " object file: Error 24' >&2; exit 127"))
                        .kind())
                .isEqualTo(Kind.UNKNOWN);
    }

    @Test
    void ask_shellThatFindsNoProgram_isNotOk() throws Exception {
        assertThat(asking.ask(service, shell("no-such-program")).kind()).isEqualTo(Kind.BAD);
    }

    @Test
    void ask_noSuchFolder_saysNothingOfTheService() throws Exception {
        var lost = service.but().cwd(folder.resolve("gone")).build();
        assertThat(asking.ask(lost, new Exec(List.of("true")))).satisfies(answer -> {
            assertThat(answer.kind()).isEqualTo(Kind.UNKNOWN);
            assertThat(answer.text()).contains("gone");
        });
    }

    @Test
    void ask_programThatPrints_needsNoDisk() throws Exception {
        assertThat(asking.ask(service, shell("readlink /proc/$$/fd/1")).text()).startsWith("exit code 0: pipe:");
    }

    @Test
    void ask_muchOutput_isReadToItsEnd() throws Exception {
        assertThat(asking.ask(service, shell("yes | head -c 5000000; echo healthy")))
                .isEqualTo(new Answer(Kind.GOOD, "exit code 0: healthy", 1));
    }

    @Test
    void ask_leavesARunawayThatWritesOn_answersAllTheSame() throws Exception {
        assertThat(asking.ask(
                                service,
                                shell("setsid sh -c 'echo $$ > runaway; exec yes' &"
                                        + " until [ -s runaway ]; do :; done; exit 3"))
                        .text())
                .startsWith("exit code 3");
        awaitEnd(pid("runaway"));
    }

    @Test
    void start_thatHangs_isToldAtTheTimeout_andWhatComesOfItLateIsEnded() throws Exception {
        var side = new SideThread();
        var gate = new CompletableFuture<String>();
        var launched = new CopyOnWriteArrayList<Process>();
        var question = new ExecQuestion(
                List.of("sleep", "1000"),
                service,
                Map.of("PATH", System.getenv("PATH")),
                new Secrets(),
                side,
                program -> {
                    gate.join();
                    launched.add(program.start());
                    return launched.getLast();
                });
        for (var i = 0; i < 2; i++) {
            var answer = new CompletableFuture<String>();
            var asker = Thread.startVirtualThread(() -> {
                try {
                    question.ask();
                } catch (IOException | InterruptedException e) {
                    answer.complete(e.getMessage());
                }
            });
            await().until(() -> asker.getState() == Thread.State.WAITING);
            asker.interrupt();
            assertThat(answer.join()).isEqualTo("cannot be started: hangs in " + folder);
        }
        gate.complete("open");
        side.<String, RuntimeException>untilInterrupted(
                "the next", () -> "the next", _ -> {}); // and so after what was late
        assertThat(launched).as("no other one is started while one hangs").hasSize(1);
        assertThat(launched.getFirst().waitFor()).isEqualTo(137);
    }

    @Test
    void ask_floodOnItsOutput_isEnded() throws Exception {
        assertThat(asking.ask(service, new Exec(List.of("yes"))))
                .isEqualTo(new Answer(Kind.BAD, "wrote more than 16 MiB", 1));
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
                .isEqualTo(new Answer(Kind.GOOD, "exit code 0", 1));
        awaitEnd(pid("child"));
    }

    @Test
    void timeout_hangingTree_isKilled() throws Exception {
        asking.begin(service, hangingTree(), null);
        awaitStart();
        asking.timeOut();
        assertThat(asking.answer()).isEqualTo(new Answer(Kind.BAD, "no answer within 2 s", 1));
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

    @Test
    void ask_serviceOfAnotherUser_runsWithItsRights() throws Exception {
        assumeTrue(OwnRights.read().isRoot(), "skipped: only root can give a service another user");
        var own = service.but()
                .cwd(Path.of("/"))
                .process(new ProcessSettings("nobody", "", 3, 0, 64, 0027, false))
                .build();

        assertThat(asking.ask(
                                own,
                                shell("echo $(id -u) $(id -gn) $USER $(umask) $(ulimit -n) > /dev/stderr;"
                                        + " head -1 /etc/shadow > /dev/null 2>&1"))
                        .text())
                .isEqualTo("exit code 1: " + Account.find("nobody", "").id() + " " + idOfNobody("-gn")
                        + " nobody 0027 64");
    }

    @Test
    void ask_folderThatItsUserMayNotEnter_isNoAnswerOfTheService(@TempDir Path closed) throws Exception {
        assumeTrue(OwnRights.read().isRoot(), "skipped: only root can give a service another user");
        var own = service.but()
                .cwd(Files.createDirectory(closed.resolve("open")))
                .process(new ProcessSettings("nobody", null, 0, 0))
                .build();

        var answer = asking.ask(own, new Exec(List.of("true")));

        assertThat(answer.kind()).isEqualTo(Kind.UNKNOWN);
        assertThat(answer.text()).startsWith("cd: ").contains(own.cwd().toString());
    }

    private static String idOfNobody(String option) throws IOException {
        var id = new ProcessBuilder("id", option, "nobody").start();
        return new String(id.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    @Test
    void ask_userThatCannotBeHad_isNoAnswerOfTheService() throws Exception {
        var own = service.but()
                .process(new ProcessSettings("no-such-user", null, 0, 0))
                .build();

        assertThat(asking.ask(own, new Exec(List.of("true"))))
                .isEqualTo(new Answer(Kind.UNKNOWN, "this machine has no user no-such-user", 1));
    }
}
