package dev.signalbox.driver.process;

import java.util.List;
import java.util.stream.Stream;

/// Which processes of a run are alive.
///
/// @param members those of its session, and those that carry its cookie
/// @param verified false if there may be more, which could not be looked at
/// @param outside those that only its control group knows: they have left the session, and cleared their environment
record Census(List<ProcessInfo> members, boolean verified, List<ProcessInfo> outside) {
    Census {
        members = List.copyOf(members);
        outside = List.copyOf(outside);
    }

    /// One of a run without a control group.
    Census(List<ProcessInfo> members, boolean verified) {
        this(members, verified, List.of());
    }

    /// The same where those that only the control group knows are members like all others.
    Census whole() {
        return new Census(Stream.concat(members.stream(), outside.stream()).toList(), verified);
    }

    boolean isEmpty() {
        return members.isEmpty();
    }

    int size() {
        return members.size();
    }

    /// Their pids.
    List<Long> pids() {
        return members.stream().map(ProcessInfo::pid).toList();
    }

    /// For example `3 processes`.
    static String count(int number) {
        return number == 1 ? "1 process" : number + " processes";
    }
}
