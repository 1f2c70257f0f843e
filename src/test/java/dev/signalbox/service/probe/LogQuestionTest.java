package dev.signalbox.service.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.Waiting;
import dev.signalbox.log.LogFiles;
import dev.signalbox.service.Answer;
import dev.signalbox.service.Answer.Kind;
import dev.signalbox.service.Probe.Check.Log;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Looking for a line in what a service writes.
@Timeout(60)
class LogQuestionTest {
    private static final Answer NOTHING = new Answer(Kind.BAD, "no such line yet", 1);

    private final Asking asking = new Asking();

    @TempDir
    Path folder;

    private LogFiles log;

    @BeforeEach
    void name() {
        log = LogFiles.in(folder, "backend");
    }

    @AfterEach
    void close() {
        asking.close();
    }

    private Probing prepare(String pattern) {
        return asking.prepare(Asking.SERVICE, new Log(Pattern.compile(pattern)), log);
    }

    private Answer begin(Probing probing) throws InterruptedException {
        probing.begin(false);
        return next(probing, 0);
    }

    private Answer next(Probing probing, long millis) throws InterruptedException {
        Waiting.await().until(() -> !probing.isBusy());
        asking.time.advance(Duration.ofMillis(millis));
        return asking.answer();
    }

    private static void write(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    @Test
    void ask_lineOnEitherStream_isFound() throws Exception {
        var out = prepare("listening on [0-9]+");
        var err = prepare("^ready$");
        write(log.out(), "hello\nlistening on 80\nbye\n");
        write(log.err(), "not ready\nready\n");
        assertThat(begin(out)).isEqualTo(new Answer(Kind.GOOD, "found: listening on 80", 1));
        out.close();
        assertThat(begin(err)).isEqualTo(new Answer(Kind.GOOD, "found: ready", 1));
    }

    @Test
    void ask_olderOutput_isNotLookedAt() throws Exception {
        write(log.out(), "ready\nrea");
        var probing = prepare("^ready$");
        write(log.out(), "dy\n");
        assertThat(begin(probing)).isEqualTo(NOTHING);
    }

    @Test
    void ask_lineInParts_isFoundWhenItIsWhole() throws Exception {
        var probing = prepare("^ready to serve$");
        write(log.out(), "ready to ");
        assertThat(begin(probing)).isEqualTo(NOTHING);
        write(log.out(), "serve\n");
        assertThat(next(probing, 1000)).isEqualTo(new Answer(Kind.GOOD, "found: ready to serve", 2));
    }

    @Test
    void ask_promptWithoutLineEnd_isFoundAfterASecond() throws Exception {
        var probing = prepare("^server> $");
        write(log.out(), "server> ");
        assertThat(begin(probing)).isEqualTo(NOTHING);
        assertThat(next(probing, 1000)).isEqualTo(new Answer(Kind.GOOD, "found: server>", 2));
    }

    @Test
    void ask_colouredLine_isFoundByItsText() throws Exception {
        var probing = prepare("^Server ready$");
        write(log.out(), "Server \033[1;32mready\033[0m\n");
        assertThat(begin(probing).isGood()).isTrue();
    }

    @Test
    void ask_hardPattern_isGivenUpForThatLineOnly() throws Exception {
        var probing = prepare("^(a|aa)+\\1b$|ready");
        write(log.out(), "a".repeat(60) + "!\n");
        assertThat(begin(probing).text())
                .isEqualTo("no such line yet; in one, /^(a|aa)+\\1b$|ready/ takes too long to look for");
        write(log.out(), "ready\n");
        assertThat(next(probing, 1000).isGood()).isTrue();
    }

    @Test
    void ask_floodOfLines_isReadToItsEnd() throws Exception {
        var probing = prepare("^the last$");
        write(log.out(), "some line or other\n".repeat(500_000) + "the last\n");
        assertThat(begin(probing).isGood()).isTrue();
    }

    @Test
    void ask_foundOnce_staysFound() throws Exception {
        var probing = prepare("ready");
        write(log.out(), "ready\n");
        assertThat(begin(probing).isGood()).isTrue();
        assertThat(next(probing, 1000)).isEqualTo(new Answer(Kind.GOOD, "found: ready", 2));
    }

    @Test
    void ask_programThatHasWrittenNothing_tellsOfItsBuffer() throws Exception {
        write(log.out(), "of an earlier run\n");
        var probing = prepare("^listening");
        assertThat(begin(probing))
                .isEqualTo(new Answer(
                        Kind.BAD,
                        "it has written nothing; it may keep its output back, as it has no terminal"
                                + " (PYTHONUNBUFFERED=1, stdbuf -oL)",
                        1));
        write(log.err(), "starting\n");
        assertThat(next(probing, 1000)).isEqualTo(new Answer(Kind.BAD, "no such line yet", 2));
        write(log.out(), "listening\n");
        assertThat(next(probing, 1000).isGood()).isTrue();
    }

    @Test
    void ask_colouredPromptWithoutLineEnd_isFoundAfterASecond() throws Exception {
        var probing = prepare("^db> $");
        write(log.err(), "\033[32mdb> \033[0m");
        assertThat(begin(probing)).isEqualTo(NOTHING);
        assertThat(next(probing, 1000).isGood()).isTrue();
    }

    @Test
    void ask_lineThatEndsAsOnWindows_isFound() throws Exception {
        var probing = prepare("^Server ready$");
        write(log.out(), "Server \033[1mready\033[0m\r\n");
        assertThat(begin(probing).isGood()).isTrue();
    }
}
