package dev.signalbox.console.palette;

import dev.signalbox.console.model.ServiceModel;
import java.util.List;

/// What Enter would do.
///
/// @param does in words that follow "Enter"
/// @param hits the services that it is done to or that lose something by it; none if it changes nothing for any
/// @param remark what is to be known besides; may be empty
record Consequence(String does, List<ServiceModel> hits, String remark) {
    Consequence {
        hits = List.copyOf(hits);
    }
}
