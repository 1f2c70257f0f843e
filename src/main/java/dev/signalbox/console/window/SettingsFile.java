package dev.signalbox.console.window;

import dev.signalbox.console.fx.Theme;
import dev.signalbox.console.model.ServiceTab;
import dev.signalbox.console.notices.NoticeSettings;
import dev.signalbox.state.PrivateFiles;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps [ConsoleSettings] in a small properties file. They are a convenience: what cannot be read is the
/// default, and what cannot be written is logged. Thread-safe.
public final class SettingsFile {
    private static final Logger LOG = LoggerFactory.getLogger(SettingsFile.class);
    private static final double LARGEST = 20_000;
    private static final FileAttribute<Set<PosixFilePermission>> FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path file;
    private final AtomicReference<@Nullable ConsoleSettings> latest = new AtomicReference<>();

    /// @param file need not exist, nor its folder
    public SettingsFile(Path file) {
        this.file = file;
    }

    /// Reads the settings. Blocks for a moment.
    public synchronized ConsoleSettings load() {
        var stored = new Properties();
        try {
            if (Files.exists(file)) {
                stored.load(new StringReader(Files.readString(file)));
            }
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("cannot read the window's settings in {}, using the defaults: {}", file, e.toString());
        }
        var usual = ConsoleSettings.DEFAULT;
        return new ConsoleSettings(
                constant(Theme.class, stored.getProperty("theme", ""), usual.theme()),
                size(stored.getProperty("width", ""), usual.width()),
                size(stored.getProperty("height", ""), usual.height()),
                constant(ServiceTab.class, stored.getProperty("tab", ""), usual.tab()),
                list(stored, "collapsed").collect(Collectors.toUnmodifiableSet()),
                list(stored, "lately").toList(),
                NoticeSettings.load(stored));
    }

    private static Stream<String> list(Properties stored, String key) {
        return Stream.of(stored.getProperty(key, "").split("\t", -1)).filter(item -> !item.isEmpty());
    }

    /// Writes the settings on another thread; of several the last ones stay.
    public void saveSoon(ConsoleSettings settings) {
        latest.set(settings);
        Thread.ofVirtual().name("settings").start(this::saveLatest);
    }

    private synchronized void saveLatest() {
        var settings = latest.getAndSet(null);
        if (settings != null) {
            save(settings);
        }
    }

    /// Writes the settings: the whole of them, or nothing. Blocks for a moment.
    public synchronized void save(ConsoleSettings settings) {
        var stored = new Properties();
        stored.setProperty("theme", word(settings.theme()));
        stored.setProperty("width", Long.toString(Math.round(settings.width())));
        stored.setProperty("height", Long.toString(Math.round(settings.height())));
        stored.setProperty("tab", word(settings.tab()));
        stored.setProperty("collapsed", String.join("\t", new TreeSet<>(settings.collapsed())));
        stored.setProperty("lately", String.join("\t", settings.lately()));
        settings.notices().store(stored);
        try {
            var text = new StringWriter();
            stored.store(text, null);
            write(text.toString());
        } catch (IOException e) {
            LOG.warn("cannot write the window's settings to {}: {}", file, e.toString());
        }
    }

    private void write(String text) throws IOException {
        var folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException("a file is needed, not a root folder");
        }
        Files.createDirectories(folder, FOLDER);
        PrivateFiles.replace(file, text);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String word, E otherwise) {
        return Stream.of(type.getEnumConstants())
                .filter(constant -> word(constant).equals(word))
                .findFirst()
                .orElse(otherwise);
    }

    private static double size(String text, double otherwise) {
        try {
            var size = Double.parseDouble(text);
            return size > 0 && size <= LARGEST ? size : otherwise;
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }
}
