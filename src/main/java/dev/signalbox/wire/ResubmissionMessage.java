package dev.signalbox.wire;

import java.util.List;

@Says("What was submitted again.")
public record ResubmissionMessage(
        List<OperationMessage> operations,
        @Says("why something was not queued") List<String> refused) {}
