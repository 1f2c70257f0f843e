package dev.signalbox.trust;

import java.nio.file.Path;

/// Somebody who is not trusted can change what is read or kept, or put something else in its place.
///
/// @param path where: the file, or a folder or a link on the way to it
/// @param found who, for people: `/srv/shop belongs to user alice`
/// @param mend a command that mends it, for a shell
/// @param line what root writes into the trust file to allow it; empty where that would be everybody
public record Doubt(Path path, String found, String mend, String line) {

    /// What to do about it, for people.
    ///
    /// @param asRoot whether the trust file counts, which is for root's programs alone
    public String cure(boolean asRoot) {
        return asRoot && !line.isEmpty() ? mend + ", or \"" + line + "\" in " + Trust.FILE : mend;
    }
}
