package dev.signalbox.journal;

/// Something that was told to those who follow what happens, as it was told.
///
/// @param number rises by one with each, from one run of the program to the next
/// @param run of the program that told it
/// @param type such as `ended`
/// @param service its id; empty if it is about none
/// @param data JSON
public record StreamEvent(long number, String run, String type, String service, String data) {

    /// What a reader names that wants to go on behind it.
    public String id() {
        return id(run, number);
    }

    /// The same of the event of that number.
    public static String id(String run, long number) {
        return run + "-" + number;
    }
}
