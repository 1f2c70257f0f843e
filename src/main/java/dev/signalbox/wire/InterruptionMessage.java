package dev.signalbox.wire;

import dev.signalbox.engine.CutOff;
import dev.signalbox.engine.Sequel;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

@Says("What the end of the engine before cut off.")
public record InterruptionMessage(
        @Says("when the engine ended; `null` if it ended in good order, or that was dismissed") @Nullable
        Instant at,

        List<Cut> operations,

        @Says("whether who asks may submit them again and dismiss them") @Required @Nullable
        Boolean maySubmit) {

    @Says("An operation that was cut off.")
    public record Cut(
            OperationMessage operation,
            @Says("what comes of it by itself, for people") String sequel,

            @Says("whether it is submitted again where none is named")
            boolean offered) {
        static Cut of(CutOff.Entry entry) {
            var sequel = entry.sequel();
            return new Cut(OperationMessage.recorded(entry.recorded()), sequel.text(), sequel.offered());
        }

        CutOff.Entry toEntry(RemoteClock clock) {
            return new CutOff.Entry(operation.toRecorded(clock), new Sequel(sequel, offered));
        }
    }

    /// As somebody is told of it.
    ///
    /// @param cutOff `null` if nothing was, or it was dismissed
    /// @param maySubmit of who asks
    public static InterruptionMessage of(@Nullable CutOff cutOff, boolean maySubmit) {
        return cutOff == null
                ? new InterruptionMessage(null, List.of(), maySubmit)
                : new InterruptionMessage(
                        cutOff.at(), cutOff.entries().stream().map(Cut::of).toList(), maySubmit);
    }

    /// As a window shows it.
    ///
    /// @return `null` if nothing was cut off, or it was dismissed
    public @Nullable CutOff toCutOff(RemoteClock clock) {
        if (at == null) {
            return null;
        }
        var entries = operations.stream().map(cut -> cut.toEntry(clock)).toList();
        // Of the engine's own clock, as how far it is ahead is measured anew with each connection.
        return new CutOff(at.toString(), clock.here(at), entries, !Boolean.FALSE.equals(maySubmit));
    }
}
