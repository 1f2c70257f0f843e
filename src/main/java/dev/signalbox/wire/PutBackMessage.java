package dev.signalbox.wire;

import java.util.List;

@Says("What was put back.")
public record PutBackMessage(
        @Says("the new requests, each of which names what it puts back")
        List<OperationMessage> operations,

        @Says("the numbers of those that waited still, and are at their old places")
        List<Long> moved,

        @Says("why something was not put back") List<String> refused) {}
