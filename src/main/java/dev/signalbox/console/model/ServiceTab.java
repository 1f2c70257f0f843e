package dev.signalbox.console.model;

/// The sides of a service that the window shows, in the order of their tabs.
public enum ServiceTab {
    QUEUE,
    LOGS,
    HISTORY,
    DEFINITION
}
