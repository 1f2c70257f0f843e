package dev.signalbox.code;

/// What says by a code what it is about.
public interface Coded {
    Code code();
}
