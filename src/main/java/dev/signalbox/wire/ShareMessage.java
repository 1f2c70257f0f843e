package dev.signalbox.wire;

@Says("Where a place is among all bytes of the output of some services.")
public record ShareMessage(
        @Says("how much of them is before it, from 0 to 1") double share) {}
