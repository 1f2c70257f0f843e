package dev.signalbox.operation;

/// What tells a request from all others, so that it is known when it comes once more, also after the end of the
/// engine: the journal keeps it together with what was accepted under it. A queue looks at nothing of it.
///
/// @param name of this request alone
/// @param request what is asked, by which another request under the same name is told from the same one
/// @param note what its submitter wants to know again; empty for nothing
public record RequestKey(String name, String request, String note) {

    /// The same with another note.
    public RequestKey noting(String text) {
        return new RequestKey(name, request, text);
    }
}
