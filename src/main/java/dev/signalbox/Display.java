package dev.signalbox;

import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Whether a window can be opened here. Asked before JavaFX is loaded, whose own answer is a stack trace.
final class Display {
    private static final String GTK = "libgtk-3.so.0";

    private Display() {}

    /// @throws IllegalStateException if no window can be opened, saying what is missing and what to do about it
    static void require(Map<String, String> environment) {
        problem(environment).ifPresent(problem -> {
            throw new IllegalStateException(problem);
        });
    }

    @SuppressWarnings("restricted") // asks whether the library is there, and calls nothing in it
    private static Optional<String> problem(Map<String, String> environment) {
        if ("Headless".equalsIgnoreCase(System.getProperty("glass.platform"))) {
            return Optional.empty();
        }
        if (isBlank(environment.get("DISPLAY")) && isBlank(environment.get("WAYLAND_DISPLAY"))) {
            return Optional.of("""
                    There is no display: neither DISPLAY nor WAYLAND_DISPLAY is set, so no window can be opened.
                    Start it in a desktop session, log in with 'ssh -X', or try it on a virtual screen:
                      apt-get install xvfb && xvfb-run -s '-screen 0 1440x900x24' signalbox""");
        }
        try (var arena = Arena.ofConfined()) {
            SymbolLookup.libraryLookup(GTK, arena);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of("""
                    GTK 3 is missing (%s cannot be loaded), so no window can be opened.
                    Install it: apt-get install libgtk-3-0, dnf install gtk3, or pacman -S gtk3.""".formatted(GTK));
        }
    }

    private static boolean isBlank(@Nullable String value) {
        return value == null || value.isBlank();
    }
}
