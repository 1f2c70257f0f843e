package dev.signalbox.wire;

import java.util.List;

/// What became of a request.
///
/// @param operations that were accepted for it, as they are now; none if it came to nothing
public record AskedMessage(List<OperationMessage> operations) {}
