package dev.signalbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.module.ModuleDescriptor;
import org.junit.jupiter.api.Test;

/// What the program needs of other modules.
class ModulesTest {

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
}
