package dev.signalbox.wire;

import java.util.List;

@Says("What became of a request.")
public record AskedMessage(
        @Says("that were accepted for it, as they are now; none if it came to nothing")
        List<OperationMessage> operations) {}
