package dev.signalbox;

import java.io.File;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The class path of processes that tests start.
public final class TestClassPath {
    private TestClassPath() {}

    /// Everything that the tests themselves have. The module path, too: such a process needs no modules.
    public static String text() {
        return Stream.of(
                        "target/test-classes",
                        System.getProperty("java.class.path", ""),
                        System.getProperty("jdk.module.path", ""))
                .filter(path -> !path.isEmpty())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
