/// What the window shows of an engine: [OperationQueueModel][dev.signalbox.console.model.OperationQueueModel], the one
/// model of all views, and the words and glyphs for what it tells.
package dev.signalbox.console.model;
