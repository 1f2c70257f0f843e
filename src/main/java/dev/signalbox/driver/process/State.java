package dev.signalbox.driver.process;

import dev.signalbox.service.DriverStatus;
import dev.signalbox.service.DriverStatus.Exited;
import dev.signalbox.service.DriverStatus.Stopped;
import dev.signalbox.service.DriverStatus.Unknown;
import org.jspecify.annotations.Nullable;

/// What is known of a service while no operation changes it.
sealed interface State {
    /// Nothing of it runs.
    ///
    /// @param due the cookie of a run whose end is as asked, but the hook that comes after it has not run; `null`
    ///     if there is none
    record Down(boolean verified, @Nullable String due) implements State {}

    record Up(Run run) implements State {}

    /// It ended without being asked.
    ///
    /// @param tree of what may live on of it
    record Over(Exited how, ProcessTree tree) implements State {}

    record Doubt(String reason) implements State {}

    default DriverStatus status() {
        return switch (this) {
            case Down(var verified, var _) -> new Stopped(verified);
            case Up(var run) -> run.running();
            case Over(var how, var _) -> how;
            case Doubt(var reason) -> new Unknown(reason);
        };
    }
}
