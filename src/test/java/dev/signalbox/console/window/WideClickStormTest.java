package dev.signalbox.console.window;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/// In the wide window, with table and inspector side by side, on a real screen.
@Tag("screen")
@EnabledIfEnvironmentVariable(
        named = "DISPLAY",
        matches = ".+",
        disabledReason = "there is no screen: neither a real one nor Xvfb")
class WideClickStormTest extends ClickStorm {
    WideClickStormTest() {
        super(1440, 900);
    }
}
