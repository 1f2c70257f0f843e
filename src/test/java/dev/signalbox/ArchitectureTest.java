package dev.signalbox;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/// The layers: who may know whom.
@AnalyzeClasses(packages = "dev.signalbox", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule THE_ENGINE_STANDS_ON_JAVA_BASE = classes()
            .that()
            .resideInAPackage("dev.signalbox.operation")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.signalbox.operation",
                    "java.lang..",
                    "java.util",
                    "java.util.concurrent..",
                    "java.util.function",
                    "java.util.stream",
                    "java.time..",
                    "org.jspecify.annotations");

    @ArchTest
    static final ArchRule LOGS_KNOW_NO_SERVICES = noClasses()
            .that()
            .resideInAPackage("dev.signalbox.log")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.signalbox.operation..",
                    "dev.signalbox.service..",
                    "dev.signalbox.driver..",
                    "dev.signalbox.workspace..",
                    "dev.signalbox.console..",
                    "dev.signalbox.api..");

    @ArchTest
    static final ArchRule SERVICES_KNOW_NO_DRIVER_AND_NO_FILE_FORMAT = noClasses()
            .that()
            .resideInAPackage("dev.signalbox.service..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.signalbox.driver..",
                    "dev.signalbox.workspace..",
                    "dev.signalbox.console..",
                    "tools.jackson..");

    @ArchTest
    static final ArchRule DRIVERS_KNOW_SERVICES_ONLY = noClasses()
            .that()
            .resideInAPackage("dev.signalbox.driver..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.signalbox.workspace..", "dev.signalbox.console..", "dev.signalbox.api..");

    @ArchTest
    static final ArchRule THE_WORKSPACE_KNOWS_DEFINITIONS_ONLY = noClasses()
            .that()
            .resideInAPackage("dev.signalbox.workspace..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.signalbox.driver..", "dev.signalbox.log..", "dev.signalbox.console..", "dev.signalbox.api..");

    @ArchTest
    static final ArchRule THE_JOURNAL_KNOWS_WHAT_IT_RECORDS_ONLY = noClasses()
            .that()
            .resideInAPackage("dev.signalbox.journal..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.signalbox.driver..",
                    "dev.signalbox.workspace..",
                    "dev.signalbox.console..",
                    "dev.signalbox.api..");

    @ArchTest
    static final ArchRule ONLY_THE_JOURNAL_KNOWS_SQL = noClasses()
            .that()
            .resideOutsideOfPackage("dev.signalbox.journal")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "org.sqlite..");

    @ArchTest
    static final ArchRule ONLY_THE_CONSOLE_KNOWS_JAVAFX = noClasses()
            .that()
            .resideOutsideOfPackages("dev.signalbox", "dev.signalbox.console..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("javafx..", "org.controlsfx..", "atlantafx..", "org.kordamp..");

    @ArchTest
    static final ArchRule THE_API_KNOWS_NO_DRIVER_AND_NO_WINDOW = noClasses()
            .that()
            .resideInAPackage("dev.signalbox.api..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.signalbox.driver..", "dev.signalbox.console..");

    @ArchTest
    static final ArchRule ONLY_WHO_OPENS_AN_ENGINE_READS_FILES_OF_WORKSPACES = noClasses()
            .that()
            .resideOutsideOfPackages("dev.signalbox", "dev.signalbox.engine.local", "dev.signalbox.workspace")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("dev.signalbox.workspace.WorkspaceFile");

    @ArchTest
    static final ArchRule ONLY_THE_API_KNOWS_THE_WEB_SERVER = noClasses()
            .that()
            .resideOutsideOfPackage("dev.signalbox.api..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.helidon..");

    @ArchTest
    static final ArchRule COMMANDS_START_FAST_AS_THEY_KNOW_LITTLE = classes()
            .that()
            .resideInAPackage("dev.signalbox.cli")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.signalbox.cli",
                    "dev.signalbox.state",
                    "dev.signalbox.tls",
                    "java..",
                    "javax.net..",
                    "picocli..",
                    "tools.jackson.core..",
                    "org.jspecify.annotations");

    @ArchTest
    static final ArchRule THE_CONSOLE_KNOWS_NO_DRIVER = noClasses()
            .that()
            .resideInAPackage("dev.signalbox.console..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.signalbox.driver..", "dev.signalbox.api..", "dev.signalbox.remote..");

    @ArchTest
    static final ArchRule ENGINES_ARE_SEEN_WITHOUT_THE_ROAD_TO_THEM = noClasses()
            .that()
            .resideInAPackage("dev.signalbox.engine")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.signalbox.driver..",
                    "dev.signalbox.console..",
                    "dev.signalbox.api..",
                    "dev.signalbox.remote..");

    @ArchTest
    static final ArchRule ONLY_WHO_OPENS_AN_ENGINE_KNOWS_WHERE_IT_IS = noClasses()
            .that()
            .resideOutsideOfPackages("dev.signalbox", "dev.signalbox.engine.local", "dev.signalbox.remote")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.signalbox.engine.local", "dev.signalbox.remote");

    @ArchTest
    static final ArchRule THE_ENGINE_KNOWS_NONE_OF_THOSE_WHO_USE_IT = noClasses()
            .that()
            .resideInAPackage("dev.signalbox.engine.local")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.signalbox.console..", "dev.signalbox.api..", "dev.signalbox.remote..");

    @ArchTest
    static final ArchRule MESSAGES_ARE_SEEN_WITHOUT_WHO_SENDS_AND_READS_THEM = noClasses()
            .that()
            .resideInAPackage("dev.signalbox.wire")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.signalbox.driver..",
                    "dev.signalbox.console..",
                    "dev.signalbox.api..",
                    "dev.signalbox.remote..",
                    "dev.signalbox.engine.local",
                    "io.helidon..");

    @ArchTest
    static final ArchRule ONLY_API_AND_REMOTE_ENGINE_KNOW_MESSAGES = noClasses()
            .that()
            .resideOutsideOfPackages("dev.signalbox.wire", "dev.signalbox.api", "dev.signalbox.remote")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.signalbox.wire");

    @ArchTest
    static final ArchRule THE_REMOTE_ENGINE_KNOWS_THE_WIRE_ONLY = noClasses()
            .that()
            .resideInAPackage("dev.signalbox.remote..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.signalbox.driver..",
                    "dev.signalbox.engine.local..",
                    "dev.signalbox.workspace..",
                    "dev.signalbox.console..",
                    "dev.signalbox.api..");

    @ArchTest
    static final ArchRule ONE_GATEWAY_TO_THE_FX_THREAD = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("dev.signalbox.console.FxThread")
            .should()
            .callMethod(javafx.application.Platform.class, "runLater", Runnable.class);
}
