package dev.signalbox.wire;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Constants as they are written over the wire.
public final class Words {
    private Words() {}

    public static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /// The words of all constants, in their order.
    public static List<String> all(Class<? extends Enum<?>> type) {
        return Arrays.stream(type.getEnumConstants()).map(Words::of).toList();
    }

    /// The constant of that word.
    ///
    /// @param name what it is the value of
    /// @throws UnknownWordException if there is none, as with an engine that is later than this program
    public static <E extends Enum<E>> E constant(String name, String word, Class<E> type) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> of(constant).equals(word))
                .findFirst()
                .orElseThrow(() -> new UnknownWordException(name, word, all(type)));
    }
}
