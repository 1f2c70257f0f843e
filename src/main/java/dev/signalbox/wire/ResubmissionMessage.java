package dev.signalbox.wire;

import java.util.List;

/// What was submitted again.
///
/// @param refused why something was not queued
public record ResubmissionMessage(List<OperationMessage> operations, List<String> refused) {}
