package dev.signalbox.wire;

import org.jspecify.annotations.Nullable;

/// What is looked at of the data of an event, as far as that type has it.
public record EventMessage(
        @Nullable String service,
        @Nullable Long id,
        @Nullable OperationMessage operation,
        @Nullable String reason) {}
