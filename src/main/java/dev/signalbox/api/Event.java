package dev.signalbox.api;

/// Something that happened, ready to be sent.
///
/// @param number rises by one with each
/// @param type such as `ended`
/// @param service its id; empty if it is about none
/// @param data JSON
record Event(long number, String type, String service, String data) {}
