package dev.signalbox.service.supervision;

import dev.signalbox.service.Reason;

/// What the reconciler makes of the [Facts] of a service (rule 26). It never stops anything.
public sealed interface Decision {

    /// It is to be started.
    ///
    /// @param why besides that somebody wants it, for people: `needed by web`; may be empty
    record Start(String why) implements Decision {}

    /// It is to be started later.
    ///
    /// @param waitsFor the service that it waits for; empty if it waits for none
    record Wait(Reason.Code code, String text, String waitsFor) implements Decision {}

    /// There is nothing to be done.
    record Nothing(Reason.Code code, String text) implements Decision {}

    /// The decision as a reason to be shown.
    default Reason reason() {
        return switch (this) {
            case Start(var why) -> new Reason(Reason.Code.STARTS, why, "");
            case Wait(var code, var text, var waitsFor) -> new Reason(code, text, waitsFor);
            case Nothing(var code, var text) -> new Reason(code, text, "");
        };
    }
}
