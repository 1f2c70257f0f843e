package dev.signalbox.workspace;

import java.util.List;
import java.util.stream.Collectors;

/// A workspace file has mistakes. The message lists them, one a line.
public final class InvalidWorkspaceException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    InvalidWorkspaceException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /// All mistakes, in the order of the file. Never empty.
    public List<Problem> problems() {
        return problems;
    }
}
