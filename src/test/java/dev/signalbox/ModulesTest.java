package dev.signalbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.logging.Logs;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What the program needs of other modules.
class ModulesTest {
    private static final Pattern OURS = Pattern.compile("(dev\\.signalbox[a-z.]*)\\.[A-Z]\\w*");

    /// The launcher resolves only what is required without reserve. What is used at run time all the same is missing
    /// there, and in no test: once the API's description of itself could not be made.
    @Test
    void nothingIsMissingWhereTheLauncherStartsTheProgram() {
        var module = Main.class.getModule();
        assertThat(module.isNamed()).as("tests run on the module path").isTrue();
        assertThat(module.getDescriptor().requires())
                .filteredOn(required -> required.modifiers().contains(ModuleDescriptor.Requires.Modifier.STATIC))
                .isEmpty();
    }

    /// Tests open more to each other than the launcher does: what FXML makes and fills could be closed there alone.
    @Test
    void allThatViewsName_isOpenToFxml() throws IOException {
        var open = Main.class.getModule().getDescriptor().opens().stream()
                .filter(opened -> opened.targets().contains("javafx.fxml"))
                .map(ModuleDescriptor.Opens::source)
                .toList();
        var named = new TreeSet<String>();
        try (var files = Files.walk(Path.of("src/main/resources"))) {
            for (var view :
                    files.filter(file -> file.toString().endsWith(".fxml")).toList()) {
                OURS.matcher(Files.readString(view)).results().forEach(found -> named.add(found.group(1)));
            }
        }
        assertThat(named).isNotEmpty();
        assertThat(open).containsAll(named);
    }

    /// The logging library makes them by name. Where it may not, it writes on without them, and what callers send
    /// forges lines of the log.
    @Test
    void theLibraryOfLogs_mayMakeOurs() {
        assertThat(Main.class.getModule().getDescriptor().exports())
                .filteredOn(exported -> exported.targets().contains("org.slf4j"))
                .extracting(ModuleDescriptor.Exports::source)
                .containsExactly(Logs.class.getPackageName());
    }
}
