/// The durable record of a workspace: every operation with its outcome, what happened to the services, and when
/// the engine was open. Kept in one SQLite file that survives a crash at any moment, and can be searched.
package dev.signalbox.journal;
