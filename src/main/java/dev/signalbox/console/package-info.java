/// The window. It shows what [OperationQueueModel][dev.signalbox.console.OperationQueueModel] knows, and what an
/// operator clicks becomes a call of that model; no controller holds service logic.
package dev.signalbox.console;
