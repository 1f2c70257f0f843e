package dev.signalbox.driver.process;

import dev.signalbox.service.DriverStatus;
import dev.signalbox.service.DriverStatus.Exited;
import dev.signalbox.service.DriverStatus.Stopped;
import dev.signalbox.service.DriverStatus.Unknown;

/// What is known of a service while no operation changes it.
sealed interface State {
    record Down(boolean verified) implements State {}

    record Up(Run run) implements State {}

    /// It ended without being asked.
    ///
    /// @param tree of what may live on of it
    record Over(Exited how, ProcessTree tree) implements State {}

    record Doubt(String reason) implements State {}

    default DriverStatus status() {
        return switch (this) {
            case Down(var verified) -> new Stopped(verified);
            case Up(var run) -> run.running();
            case Over(var how, var _) -> how;
            case Doubt(var reason) -> new Unknown(reason);
        };
    }
}
