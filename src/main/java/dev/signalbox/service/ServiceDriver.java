package dev.signalbox.service;

import dev.signalbox.log.LogFiles;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.OperationContext;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What starts, stops and watches one service on one kind of engine. Each driver passes `ServiceDriverContract`
/// of the tests.
///
/// [#start] and [#stop] are called by operation bodies only, so never two at a time; the other methods from any
/// thread.
public interface ServiceDriver extends AutoCloseable {

    /// Looks for a running instance from earlier, takes it over if there is one, and begins to watch. Called
    /// once, before anything else.
    ///
    /// @param watcher told of every change of the status that no call of [#start] or [#stop] is the cause of, on
    ///     a thread of the driver's; must not block
    void open(Consumer<DriverStatus> watcher);

    /// Starts the service and returns when it runs. Without a `ready` probe, a service that ends within its settle
    /// time has not started. With one it is left to the caller to ask, and this returns at once; so it
    /// does for a job (`oneShot`), which may even have ended then: [#status] says how, and the watcher is told.
    /// On a running service it does nothing.
    ///
    /// @throws PortHeldException if somebody listens on one of its ports
    /// @throws DriverException if it does not run; nothing of it is left then
    /// @throws InterruptedException if the operation was asked to stop; nothing of it is left then either
    void start(OperationContext work) throws DriverException, InterruptedException;

    /// Stops the service and returns when all of its processes are gone. On a stopped service it cleans up what
    /// may be left of it. For an operation that kills, by force and at once.
    ///
    /// At the operation's deadline what is left is ended by force. An operation that was called off only ceases to
    /// wait: the service was asked to end, and still may. Where another operation has superseded it, the next call
    /// goes on where this one was, without asking the service again (rule 28d).
    ///
    /// @throws DriverException if something of it is left
    /// @throws InterruptedException if the operation was asked to stop; the service may or may not run then
    void stop(OperationContext work) throws DriverException, InterruptedException;

    /// Sends SIGKILL to all that lives of the service, also while [#start] or [#stop] is at work. Its end counts as
    /// asked for. What an operation has started that was asked for after this one is let live: it may be late.
    ///
    /// @param operation the one that kills
    void kill(Operation operation);

    /// Finds out about strangers, which are what runs of the service that another engine has started over another
    /// state folder, for somebody who wants to take them over.
    /// May take some seconds, as it reads what that engine has left, wherever that is.
    ///
    /// @return takes it over
    default TakeOver takeOver() {
        return () -> "";
    }

    /// Takes over the strangers of a service: [#stop] ends them from then on, as if they were this engine's own.
    @FunctionalInterface
    interface TakeOver {
        /// Does so. To be called while neither [#start] nor [#stop] is at work.
        ///
        /// @return what was taken over, for people; empty if there was nothing
        /// @throws DriverException if that engine lives, or the next one would not know of it
        String now() throws DriverException;
    }

    /// The status, read from the world now.
    DriverStatus status();

    /// Who listens on this machine in the place of the service.
    default Listeners listeners() {
        return Listeners.UNKNOWN;
    }

    /// Where the service's output is, or `null` if the engine keeps it elsewhere.
    @Nullable
    LogFiles log();

    /// Ends the watching. The service itself is left as it is.
    @Override
    void close();
}
