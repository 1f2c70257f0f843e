package dev.signalbox.console.palette;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// What is offered, and what of it fits what was typed, the best first. Pure and deterministic: what fits alike stays
/// in
/// the order in which it was given. Immutable.
///
/// @param <T> what is offered
final class PaletteIndex<T> {
    /// What cannot be done now comes after what can, unless it fits much better.
    private static final int IMPOSSIBLE = -8;
    /// Of so many of the best it is asked whether they can be done: more than anybody looks at.
    private static final int LOOKED_AT = 40;
    /// Above all scores.
    private static final long MOST = 1 << 20;

    /// Something that is offered.
    ///
    /// @param phrase in which is searched
    /// @param favour how much more it counts than others that fit as well, as the operator is at it already; less
    ///     than that a word was typed to its end
    record Offer<T>(Phrase phrase, int favour, T what) {}

    private final List<Offer<T>> offers;

    PaletteIndex(List<Offer<T>> offers) {
        this.offers = List.copyOf(offers);
    }

    int size() {
        return offers.size();
    }

    /// All that fits.
    ///
    /// @param isPossible whether it can be done now; asked of some of the best only
    List<Offer<T>> find(Fuzzy typed, Predicate<T> isPossible) {
        var ranks = IntStream.range(0, offers.size())
                .mapToLong(place -> rank(typed, place))
                .filter(rank -> rank >= 0)
                .sorted()
                .toArray();
        int most = Math.min(LOOKED_AT, ranks.length);
        for (int i = 0; i < most; i++) {
            if (!isPossible.test(offer(ranks[i]).what)) {
                ranks[i] -= (long) IMPOSSIBLE << Integer.SIZE;
            }
        }
        Arrays.sort(ranks, 0, most);
        return LongStream.of(ranks).mapToObj(this::offer).toList();
    }

    /// Score and place in one number, the smallest first; negative if it does not fit.
    private long rank(Fuzzy typed, int place) {
        var offer = offers.get(place);
        var score = typed.score(offer.phrase);
        return score < 0 ? -1 : ((MOST - score - offer.favour) << Integer.SIZE) | place;
    }

    private Offer<T> offer(long rank) {
        return offers.get((int) rank);
    }
}
