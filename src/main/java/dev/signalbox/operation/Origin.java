package dev.signalbox.operation;

import org.jspecify.annotations.Nullable;

/// Where a request comes from.
///
/// @param source who asks
/// @param why in words of his own, see [Why]; empty if he gives none
/// @param key of the request, kept in the journal with what is accepted for it; `null` for none
public record Origin(Source source, String why, @Nullable RequestKey key) {

    /// @throws IllegalArgumentException if `why` has a problem
    public Origin {
        why = Why.checked(why);
    }

    /// Of one who says nothing but who he is.
    public static Origin of(Source source) {
        return new Origin(source, "", null);
    }

    /// The same for other words.
    public Origin because(String other) {
        return new Origin(source, other, key);
    }
}
