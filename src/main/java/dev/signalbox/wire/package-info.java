/// What an engine and those who ask it over HTTP say to each other: one record for each message, with both ways in
/// it, and how it is written. Knows what is talked about, and neither the API nor who reads it elsewhere. Commands
/// have a small reading of their own, so that they start fast.
///
/// A message is called as its schema in the API's description, with `Message` behind it: `OperationMessage` is the
/// schema `Operation`. A part that occurs in one message only is a record within it, without `Message`, as its
/// schema stands within that of the message. What it and its parts are is said once, by `@Says`, for this code and
/// for that description; one of each that matters is shown there by `Examples`. `of` (or the name of a state)
/// makes a message of what it is about, and `to…` makes that of the message again; moments are told by the
/// engine's clock, and made those of the reader's by a [RemoteClock][dev.signalbox.wire.RemoteClock].
package dev.signalbox.wire;
