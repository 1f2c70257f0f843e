package dev.signalbox.operation;

/// Why submissions are refused, for people.
final class Refusals {
    static final String CLOSING = "the queue is closing and takes no new operations";

    private Refusals() {}

    static String noService(String service) {
        return "there is no service " + service;
    }

    /// @param waiting how many operations wait
    static String full(String service, int waiting) {
        return waiting + " operations wait for " + service + " already, which is as many as may: cancel some, or clear"
                + " its queue";
    }

    static String journalDown(Throwable failure) {
        return "the journal cannot be written: " + failure.getMessage();
    }
}
