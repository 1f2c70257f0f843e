package dev.signalbox.service;

import dev.signalbox.log.LogFiles;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Asks services by their probes. Safe to use from any thread.
public interface Prober {

    /// Prepares to ask `probe` of a service. Nothing is asked before [Asking#begin]. The probe's own `timeout`
    /// and `failures` are the caller's concern. A log probe takes note of where the output ends now, and looks at
    /// newer output only: prepare it before the service starts.
    ///
    /// @param service whose folder and variables an exec probe gets, and whose secrets no answer shows
    /// @param tryTimeout after which a try is broken off; its answer is "no answer within 2 s", or says what hangs
    ///     if it could not be asked until then
    /// @param log the service's output, for a log probe; others do not need it
    /// @param listeners by which an answer of somebody else is known for what it is
    /// @param listener told each answer, one at a time and in order, on a virtual thread. It may block, which
    ///     delays the next try, and may close the asking
    /// @return to be begun, and closed
    Asking prepare(
            ServiceDefinition service,
            Probe probe,
            Duration tryTimeout,
            @Nullable LogFiles log,
            Listeners listeners,
            Consumer<Answer> listener);

    /// One probe of one service, asked again and again until it is closed. Safe to use from any thread.
    interface Asking extends AutoCloseable {

        /// Asks for the first time when the probe's initial delay has passed, and from then on at its pace.
        ///
        /// @param staggered whether the first try is later by a random part of a round, so that the probes of
        ///     many services do not all ask at the same moment
        /// @throws IllegalStateException if it has begun already
        void begin(boolean staggered);

        /// Changes the time from the start of one try to the start of the next, counted from the last one's
        /// start. The first try stays when it is.
        void pace(Duration every);

        /// Asks no more. A try under way is broken off and its answer dropped; only a call of the listener that
        /// has begun already may outlast this. May be called by the listener, and twice.
        @Override
        void close();
    }
}
