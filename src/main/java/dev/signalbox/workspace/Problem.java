package dev.signalbox.workspace;

import java.nio.file.Path;

/// A mistake in a workspace file, in words for people. Shows nothing of the values of `env`.
///
/// @param file as it was asked for
/// @param line counted from 1; 0 if it is about the whole file
/// @param column counted from 1 in code points; 0 if it is about the whole file
/// @param found what is wrong
/// @param allowed what may be there instead; empty if `found` says it all
/// @param nearest the allowed word that was probably meant; empty if none is near
public record Problem(Path file, int line, int column, String found, String allowed, String nearest) {

    /// The mistake on one line, without its place.
    public String message() {
        var text = new StringBuilder(found);
        if (!nearest.isEmpty()) {
            text.append("; did you mean \"").append(nearest).append("\"?");
        }
        if (!allowed.isEmpty()) {
            text.append(nearest.isEmpty() ? ". Allowed: " : " Allowed: ").append(allowed);
        }
        return text.toString();
    }

    /// For example `signalbox.yaml:12:5: unknown key "comand" in service backend; did you mean "command"?
    /// Allowed: …`.
    @Override
    public String toString() {
        return file + (line == 0 ? "" : ":" + line + ":" + column) + ": " + message();
    }
}
