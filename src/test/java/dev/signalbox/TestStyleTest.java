package dev.signalbox;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Duration;
import org.awaitility.Awaitility;

/// What tests must not do.
@AnalyzeClasses(packages = "dev.signalbox", importOptions = ImportOption.OnlyIncludeTests.class)
class TestStyleTest {

    @ArchTest
    static final ArchRule TESTS_WAIT_FOR_CONDITIONS_AND_NOT_FOR_TIME = noClasses()
            .that()
            .haveSimpleNameEndingWith("Test")
            .should()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .callMethod(Thread.class, "sleep", Duration.class);

    @ArchTest
    static final ArchRule TESTS_WAIT_NO_LONGER_THAN_THEY_MUST = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(Waiting.class.getName())
            .should()
            .callMethod(Awaitility.class, "await")
            .orShould()
            .callMethod(Awaitility.class, "await", String.class)
            .because("it first looks after a tenth of a second; take that of Waiting");
}
