package dev.signalbox.engine.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.signalbox.engine.Output.News;
import dev.signalbox.engine.Output.Reach;
import dev.signalbox.engine.Output.Sizes;
import dev.signalbox.log.LogFiles;
import dev.signalbox.log.LogLine;
import dev.signalbox.log.LogNotes;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.Source;
import dev.signalbox.operation.Submission;
import dev.signalbox.service.FakeDriver;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.ServiceDefinition.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The output of a service of the engine in this program")
class LocalOutputTest {
    @TempDir
    private Path folder;

    private LogFiles files;
    private TestEngine test;

    @BeforeEach
    void open() {
        files = LogFiles.in(folder, "talker");
        test = new TestEngine(folder)
                .startingNothing()
                .add(definition("talker"), new FakeDriver().logTo(files))
                .add(definition("silent"));
    }

    @AfterEach
    void close() {
        test.close();
    }

    private ServiceDefinition definition(String id) {
        return ServiceDefinition.builder(id, new Command.Argv(List.of("run", id)), folder)
                .build();
    }

    private static void write(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /// Starts it, without anything in the log.
    private Operation start() throws Exception {
        var answer = test.engine()
                .as(Source.OPERATOR)
                .submit("talker", OperationKind.START, Map.of())
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
        return ((Submission.Accepted) answer).ticket().operation();
    }

    private Operation startAndMark() throws Exception {
        var operation = start();
        try (var notes = new LogNotes(InstantSource.system())) {
            notes.mark(files, operation.mark());
        }
        return operation;
    }

    private static List<String> texts(News news) {
        return news.lines().stream().map(LogLine::text).toList();
    }

    @Test
    void newestLines_comeFirst_thenThoseThatAreWritten_withTheSizesOfBoth() throws Exception {
        write(files.out(), "one\ntwo\nthree\n");
        try (var output = test.engine().output("talker", null, 2)) {
            var first = output.poll();
            assertThat(texts(first)).containsExactly("two", "three");
            assertThat(first.sizes()).isEqualTo(new Sizes(14, 0));

            write(files.out(), "four\nfive\nsix\n");
            write(files.err(), "oops\n");

            var next = output.poll();
            assertThat(texts(next)).containsExactlyInAnyOrder("four", "five", "six", "oops");
            assertThat(next.sizes()).isEqualTo(new Sizes(28, 5));
            assertThat(next.reach()).isEqualTo(Reach.ON);
        }
    }

    @Test
    void outputOfAnOperation_beginsAtItsMark_andGoesOn() throws Exception {
        write(files.out(), "before\n");
        var operation = startAndMark();
        write(files.out(), "after\n");
        try (var output = test.engine().output("talker", operation, 10)) {
            assertThat(texts(output.poll())).containsExactly(operation.mark(), "after");

            write(files.out(), "more\n");

            var next = output.poll();
            assertThat(texts(next)).containsExactly("more");
            assertThat(next.reach()).isEqualTo(Reach.ON);
        }
    }

    @Test
    void outputOfAnOperation_isCutShort_whereMoreIsWrittenThanIsWanted() throws Exception {
        var operation = startAndMark();
        write(files.out(), "one\ntwo\n");
        try (var output = test.engine().output("talker", operation, 3)) {
            var all = output.poll();
            assertThat(texts(all)).containsExactly(operation.mark(), "one", "two");
            assertThat(all.reach()).isEqualTo(Reach.ON);

            write(files.out(), "three\n");

            assertThat(output.poll()).isEqualTo(new News(List.of(), Reach.CUT_SHORT, new Sizes(14, 0)));
            write(files.out(), "four\n");
            assertThat(output.poll()).isEqualTo(new News(List.of(), Reach.CUT_SHORT, new Sizes(19, 0)));
        }
    }

    @Test
    void outputOfAnOperation_thatIsNotMarked_isNotKept() throws Exception {
        var operation = start();
        write(files.out(), "one\n");
        try (var output = test.engine().output("talker", operation, 3)) {
            assertThat(output.poll()).isEqualTo(new News(List.of(), Reach.NOT_KEPT, new Sizes(4, 0)));
        }
    }

    @Test
    void outputThatIsNotInFiles_orOfNoService_isSaidNotToBeKept() {
        for (var service : List.of("silent", "nobody")) {
            try (var output = test.engine().output(service, null, 3)) {
                assertThatIOException()
                        .isThrownBy(output::poll)
                        .withMessage("the output of " + service + " is not kept here");
            }
        }
    }

    @Test
    void outputThatCannotBeRead_saysWhy_andComesLater() throws Exception {
        Files.createDirectory(files.out());
        try (var output = test.engine().output("talker", null, 3)) {
            assertThatIOException().isThrownBy(output::poll);

            Files.delete(files.out());
            write(files.out(), "one\n");

            assertThat(texts(output.poll())).containsExactly("one");
        }
    }
}
