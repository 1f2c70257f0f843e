package dev.signalbox.api;

import java.util.List;

/// What a reload of the workspace file changes.
///
/// @param applied whether it was put in force
/// @param settings what is different in the workspace itself
/// @param added ids of new services
/// @param removed ids of services that are gone
/// @param changed services that differ, with what is different
/// @param stops ids of removed services that ran
/// @param restarts ids of services that ran and must be restarted
/// @param staysStopped ids of services that start with the engine from now on, but that an operator has stopped
public record ReloadReport(
        boolean applied,
        List<Change> settings,
        List<String> added,
        List<String> removed,
        List<ServiceChange> changed,
        boolean reordered,
        List<String> stops,
        List<String> restarts,
        List<String> staysStopped) {

    /// One value that differs; shows no secret.
    public record Change(String key, String before, String after, boolean restarts) {}

    /// One service that differs.
    public record ServiceChange(String id, List<Change> changes) {}
}
