package dev.signalbox.console.desktop;

import java.util.function.Consumer;

/// The desktop around the window, as far as it can tell the operator something. No method waits. Safe to use from any
/// thread; what it calls comes on the FX thread.
public interface Desktop extends AutoCloseable {
    /// Tells of something, in place of what was told of the same before. What cannot be told is dropped.
    ///
    /// @param key of what it is about
    /// @param title plain text
    /// @param text plain text; empty if the title says it all
    void tell(String key, String title, String text);

    /// Tells no more of what has that key.
    void takeBack(String key);

    /// Sets what is done where the operator wants to see what was told, by its key.
    void onOpen(Consumer<String> action);

    /// Sets what is told why nothing can be told, as soon as that is known, and an empty text once it can again.
    void onProblem(Consumer<String> action);

    /// Takes back what it has told.
    @Override
    void close();

    /// A desktop that tells nothing.
    static Desktop none() {
        return new Desktop() {
            @Override
            public void tell(String key, String title, String text) {
                // There is nobody to be told.
            }

            @Override
            public void takeBack(String key) {
                // Nothing was told.
            }

            @Override
            public void onOpen(Consumer<String> action) {
                // Nothing can be opened.
            }

            @Override
            public void onProblem(Consumer<String> action) {
                // It is meant to tell nothing.
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
    }
}
