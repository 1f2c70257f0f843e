package dev.signalbox.engine;

import dev.signalbox.log.LogFindings;

/// A search through a whole log, see [WholeLog#search]. Safe to use from any thread.
public interface LogSearch extends AutoCloseable {

    /// What it has found so far. Does not wait.
    LogFindings findings();

    /// Ends it. What it has found stays known.
    @Override
    void close();
}
