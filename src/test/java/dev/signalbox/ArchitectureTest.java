package dev.signalbox;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The layers: who may know whom.
@AnalyzeClasses(packages = "dev.signalbox", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    /// What each package may use besides itself and [#JAVA]: [#LIBRARIES], then packages of the program, whose root
    /// is `.` here.
    private static final Map<String, Layer> MAY_USE = table("""
            .                   | picocli javafx jdk slf4j  | serve cli console.window console.desktop console.inspector console.model console.fx api engine.remote engine.local engine workspace journal service operation time access state text
            serve               | picocli jdk jackson slf4j | api engine.local engine workspace journal service operation time state logging text libc
            cli                 | picocli jdk jackson.core  | access state text code
            console.window      | javafx jdk slf4j          | console.about console.notices console.desktop console.palette console.services console.inspector console.recovery console.plan console.history console.reload console.commands console.model console.fx engine workspace journal service.plan service operation time log state text
            console.services    | javafx                    | console.inspector console.commands console.model console.fx engine service metrics operation time
            console.inspector   | javafx jdk                | console.history console.log console.commands console.plan console.model console.fx engine journal service operation time log text
            console.recovery    | javafx                    | console.plan console.commands console.model console.fx engine journal operation time
            console.reload      | javafx jdk                | console.commands console.model console.fx engine workspace service text
            console.history     | javafx jdk                | console.log console.commands console.model console.fx journal operation time log state
            console.about       | javafx jdk jackson        | console.model console.fx engine service operation text
            console.palette     | javafx jdk                | console.commands console.plan console.model console.fx service.plan service operation time
            console.notices     | javafx slf4j              | console.desktop console.commands console.model console.fx engine journal service operation time text
            console.desktop     | dbus jdk slf4j            | console.fx time text
            console.commands    | javafx                    | console.plan console.model console.fx engine service.plan service operation time text
            console.plan        | javafx                    | console.model console.fx service.plan service operation time
            console.log         | javafx jdk                | console.fx log text
            console.model       | javafx jdk                | console.fx engine service.plan service metrics operation time log text
            console.fx          | javafx jdk slf4j          | operation time text
            api                 | helidon jdk jackson slf4j | wire engine workspace journal service.plan service metrics operation time log state text trust code
            engine.remote       | http jdk jackson slf4j    | wire engine journal service.plan service metrics operation time log code
            wire                | jdk jackson               | engine workspace journal service.plan service metrics operation time log text code
            engine.local        | jdk slf4j                 | engine driver.process workspace journal service.launch service.supervision service.plan service.probe service metrics operation time log state code
            engine              | jdk                       | workspace journal service.plan service metrics operation time log text code
            driver.process      | jdk jackson slf4j         | service.launch service metrics operation time log state text trust libc code
            workspace           | jdk yaml                  | service operation time state text trust
            journal             | sql jdk jackson slf4j     | service operation state text code
            service.supervision | jdk slf4j                 | service.plan service operation time log state code
            service.plan        |                           | service operation text
            service.probe       | jdk                       | service.launch service time log text access libc code
            service.launch      | jdk                       | service code
            metrics             | jdk slf4j                 | time state text
            service             | cron jdk                  | metrics operation log text libc code
            operation           |                           | time text code
            time                | jdk                       |
            access              | jdk                       |
            log                 | jdk slf4j                 | state text libc
            state               | jdk                       | time trust libc text
            trust               | jdk                       | text libc
            text                | jdk                       |
            code                |                           |
            libc                | jdk                       |
            logging             | jdk jackson slf4j         | text
            """);

    /// What a package needs that only reckons.
    private static final List<String> JAVA =
            words("java.lang.. java.util java.util.concurrent.. java.util.function java.util.stream java.time.. "
                    + "org.jspecify.annotations");

    private static final Map<String, List<String>> LIBRARIES = Map.ofEntries(
            Map.entry(
                    "jdk",
                    words("java.io java.nio.. java.net java.util.. java.math java.text java.security.. javax.net..")),
            Map.entry("http", words("java.net.http")),
            Map.entry("sql", words("java.sql org.sqlite")),
            Map.entry("slf4j", words("org.slf4j..")),
            Map.entry("jackson", words("tools.jackson.. com.fasterxml.jackson.annotation")),
            Map.entry("jackson.core", words("tools.jackson.core..")),
            Map.entry("yaml", words("org.snakeyaml.engine..")),
            Map.entry("dbus", words("org.freedesktop.dbus..")),
            Map.entry("cron", words("com.cronutils..")),
            Map.entry("picocli", words("picocli")),
            Map.entry("helidon", words("io.helidon..")),
            Map.entry("javafx", words("javafx.. org.controlsfx.. atlantafx.. org.kordamp..")));

    private record Layer(String name, List<String> libraries, List<String> uses) {

        static Layer of(String line) {
            var columns = line.split("\\|", -1);
            return new Layer(
                    full(columns[0].strip()),
                    words(columns[1]),
                    words(columns[2]).stream().map(ArchitectureTest::full).toList());
        }

        ArchRule rule() {
            var known = new ArrayList<>(JAVA);
            known.add(name);
            libraries.forEach(library -> known.addAll(LIBRARIES.get(library)));
            known.addAll(uses);
            return classes()
                    .that()
                    .resideInAPackage(name)
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(known.toArray(String[]::new))
                    .allowEmptyShould(true);
        }
    }

    private static Map<String, Layer> table(String lines) {
        return lines.lines().map(Layer::of).collect(toMap(Layer::name, Function.identity()));
    }

    private static List<String> words(String text) {
        return text.isBlank() ? List.of() : List.of(text.strip().split(" +"));
    }

    private static String full(String name) {
        return name.equals(".") ? "dev.signalbox" : "dev.signalbox." + name;
    }

    @ArchTest
    static void eachPackageHasALineInTheTable(JavaClasses program) {
        assertThat(MAY_USE.keySet())
                .as("one line in MAY_USE for each package of the program")
                .containsExactlyInAnyOrderElementsOf(
                        program.stream().map(JavaClass::getPackageName).collect(toSet()));
    }

    @ArchTest
    static void theTableNamesOnlyWhatThereIs(JavaClasses program) {
        for (var layer : MAY_USE.values()) {
            assertThat(MAY_USE.keySet())
                    .as("packages that %s may use", layer.name)
                    .containsAll(layer.uses);
            assertThat(LIBRARIES.keySet())
                    .as("libraries that %s may use", layer.name)
                    .containsAll(layer.libraries);
        }
    }

    @ArchTest
    static void eachPackageUsesWhatItMay(JavaClasses program) {
        var strays = MAY_USE.values().stream()
                .flatMap(layer -> layer.rule().evaluate(program).getFailureReport().getDetails().stream())
                .toList();
        assertThat(strays).as("uses that MAY_USE does not allow").isEmpty();
    }

    /// A line of the paper: a package, what it is, and some of what it may use.
    private static final Pattern DRAWN = Pattern.compile("(dev\\.signalbox\\S*) +(.*) → ([^→]+)");

    @ArchTest
    static void thePaperShowsThesePackages_andArrowsThatThereMayBe(JavaClasses program) throws IOException {
        var drawn = Files.readAllLines(Path.of("src/site/markdown/architecture.md")).stream()
                .map(DRAWN::matcher)
                .filter(Matcher::matches)
                .collect(toMap(line -> line.group(1), line -> line.group(3)));
        assertThat(drawn.keySet()).containsExactlyInAnyOrderElementsOf(MAY_USE.keySet());
        drawn.forEach((name, arrows) -> {
            var layer = Objects.requireNonNull(MAY_USE.get(name));
            // Or in words: all, all below, all of the window.
            if (!arrows.startsWith("all")) {
                assertThat(Stream.of(arrows.split(", *", -1)).filter(arrow -> !arrow.equals("java.base")))
                        .as("what %s may use, in the paper", name)
                        .allMatch(arrow -> layer.uses.contains(full(arrow)) || layer.libraries.contains(arrow));
            }
        });
    }

    @ArchTest
    static final ArchRule NO_PACKAGES_GO_ROUND_IN_A_CIRCLE =
            slices().matching("dev.signalbox.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule ONLY_WHO_OPENS_AN_ENGINE_READS_FILES_OF_WORKSPACES = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "dev.signalbox", "dev.signalbox.serve", "dev.signalbox.engine.local", "dev.signalbox.workspace")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("dev.signalbox.workspace.WorkspaceFile");

    @ArchTest
    static final ArchRule ONE_GATEWAY_TO_THE_FX_THREAD = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("dev.signalbox.console.fx.FxThread")
            .should()
            .callMethod(javafx.application.Platform.class, "runLater", Runnable.class);

    /// Questions are sheets in the window, see the paper's list of them.
    @ArchTest
    static final ArchRule NOTHING_IS_ASKED_IN_A_WINDOW_OF_ITS_OWN = noClasses()
            .should()
            .dependOnClassesThat()
            .areAssignableTo(javafx.scene.control.Dialog.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(javafx.stage.Popup.class);

    /// The console's, the page before there is a workspace, and those that one works in beside the console.
    @ArchTest
    static final ArchRule FEW_OPEN_WINDOWS = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("dev.signalbox.Console")
            .and()
            .doNotHaveFullyQualifiedName("dev.signalbox.console.window.Welcome")
            .and()
            .doNotHaveFullyQualifiedName("dev.signalbox.console.history.HistoryWindow")
            .should()
            .callConstructor(javafx.stage.Stage.class)
            .orShould()
            .callConstructor(javafx.stage.Stage.class, javafx.stage.StageStyle.class);

    @ArchTest
    static final ArchRule COMMANDS_PRINT_BY_THE_TERMINAL_ONLY = noClasses()
            .that()
            .resideInAnyPackage("dev.signalbox", "dev.signalbox.cli", "dev.signalbox.serve")
            // Its script is for a shell to read, and that one says a single thing.
            .and()
            .doNotHaveSimpleName("CompletionCommand")
            .and()
            .doNotHaveSimpleName("Client")
            .should()
            .callMethodWhere(target(nameMatching("print|println|printf|format|append|write"))
                    .and(target(owner(assignableTo(PrintWriter.class).or(assignableTo(PrintStream.class))))));

    @ArchTest
    static final ArchRule ONE_WAY_TO_STANDARD_ERROR = noClasses()
            .that()
            .resideOutsideOfPackage("dev.signalbox.logging")
            .and()
            .doNotHaveFullyQualifiedName("dev.signalbox.cli.Client")
            .should()
            .accessField(System.class, "err")
            .orShould()
            .accessField(System.class, "out");
}
