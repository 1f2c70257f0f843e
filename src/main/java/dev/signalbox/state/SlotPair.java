package dev.signalbox.state;

import java.util.Arrays;

/// A record of a [SlotFile]: two slots, of which the newer counts and the older is written next, so that a write
/// that does not come to its end leaves the newer as it is.
///
/// @param position where it is in the file
record SlotPair(long position, Slot first, Slot second) {
    static final int BYTES = 2 * Slot.BYTES;

    /// What is in the file at `position`.
    static SlotPair of(long position, byte[] bytes) {
        return new SlotPair(
                position,
                Slot.of(Arrays.copyOf(bytes, Slot.BYTES)),
                Slot.of(Arrays.copyOfRange(bytes, Slot.BYTES, BYTES)));
    }

    /// One that was never written.
    static SlotPair unused(long position) {
        return new SlotPair(position, Slot.UNUSED, Slot.UNUSED);
    }

    /// One of which nothing counts.
    static SlotPair damaged(long position) {
        return new SlotPair(position, Slot.DAMAGED, Slot.DAMAGED);
    }

    /// The slot that counts, damaged only if both are.
    Slot newest() {
        return firstIsNext() ? second : first;
    }

    /// Whether another key may have it.
    boolean isFree() {
        return newest().key().isEmpty();
    }

    boolean isDamaged() {
        return newest().equals(Slot.DAMAGED);
    }

    private boolean firstIsNext() {
        return first.generation() <= second.generation();
    }

    /// Where the slot is that is written next.
    long next() {
        return firstIsNext() ? position : position + Slot.BYTES;
    }

    /// What it is when `slot` was written.
    SlotPair with(Slot slot) {
        return firstIsNext() ? new SlotPair(position, slot, second) : new SlotPair(position, first, slot);
    }
}
