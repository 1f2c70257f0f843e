package dev.signalbox.console.model;

/// The sides of a service that the window shows, in this order.
public enum ServiceTab {
    QUEUE,
    LOGS,
    HISTORY,
    DEFINITION
}
