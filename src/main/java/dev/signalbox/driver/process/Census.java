package dev.signalbox.driver.process;

import java.util.List;

/// Which processes of a run are alive.
///
/// @param verified false if there may be more, which could not be looked at
record Census(List<ProcessInfo> members, boolean verified) {
    Census {
        members = List.copyOf(members);
    }

    boolean isEmpty() {
        return members.isEmpty();
    }

    int size() {
        return members.size();
    }

    /// For example `3 processes`.
    static String count(int number) {
        return number == 1 ? "1 process" : number + " processes";
    }
}
