package dev.signalbox.service;

/// What one try of a probe has found.
///
/// @param ok whether it was as the probe wants it
/// @param text what was found, for people and without secrets: "connection refused", "HTTP 503 instead of 200",
///     "exit code 1: no disk", "no such line yet"
/// @param attempt number of the try, from 1
public record Answer(boolean ok, String text, int attempt) {}
