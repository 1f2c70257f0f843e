package dev.signalbox.console.palette;

import dev.signalbox.console.palette.PaletteIndex.Offer;

/// A line of the palette's list.
sealed interface Line {
    /// What the lines below have in common.
    record Heading(String text) implements Line {}

    /// Something that can be chosen.
    ///
    /// @param typed that it fits
    record Found(Offer<Choice> offer, Fuzzy typed) implements Line {
        Choice choice() {
            return offer.what();
        }
    }
}
