package dev.signalbox.wire;

import java.util.List;

/// A word is none of those that may stand in its place.
public final class UnknownWordException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String name;
    private final String word;
    private final transient List<String> allowed;

    UnknownWordException(String name, String word, List<String> allowed) {
        super(name + " is " + word + ". Allowed: " + String.join(", ", allowed));
        this.name = name;
        this.word = word;
        this.allowed = allowed;
    }

    /// What it is the value of.
    public String name() {
        return name;
    }

    public String word() {
        return word;
    }

    public List<String> allowed() {
        return allowed;
    }
}
