package dev.signalbox.remote;

import java.util.Locale;

/// Constants as they are written over the wire.
final class Words {
    private Words() {}

    /// @throws IllegalArgumentException if there is no such constant, as with an engine that is later than this
    ///     program
    static <E extends Enum<E>> E constant(Class<E> type, String word) {
        return Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
    }

    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
