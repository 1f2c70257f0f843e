package dev.signalbox.serve;

import java.nio.file.Path;

/// The demo workspace that comes with the program.
public final class Demo {
    private Demo() {}

    /// Its file. The launcher tells where the program's folder is; without it, the one that the build leaves.
    public static Path file() {
        var home = System.getProperty("signalbox.home", "target/signalbox");
        return Path.of(home, "demo", "signalbox.yaml");
    }
}
