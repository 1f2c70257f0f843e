package dev.signalbox.operation;

/// The merge table of rule 18: what becomes of two neighbours in the waiting tail of a queue.
///
/// An exhaustive check of all sequences up to length 8 shows that applying it leads to the same final state as
/// running everything, and loses no replacement of an instance. Plain "latest wins" does lose some.
@FunctionalInterface
interface Coalescing {

    /// What becomes of the tail and of the operation that comes after it.
    enum Decision {
        KEEP_BOTH,
        NEW_INTO_TAIL,
        TAIL_INTO_NEW,
        TAIL_SUPERSEDED
    }

    /// The table.
    Coalescing TABLE = (tail, next) -> switch (tail) {
        case START ->
            switch (next) {
                case START -> Decision.NEW_INTO_TAIL;
                case STOP -> Decision.TAIL_SUPERSEDED;
                case RESTART -> Decision.TAIL_INTO_NEW;
            };
        case STOP ->
            switch (next) {
                case START -> Decision.KEEP_BOTH;
                case STOP -> Decision.NEW_INTO_TAIL;
                case RESTART -> Decision.TAIL_SUPERSEDED;
            };
        case RESTART ->
            switch (next) {
                case START, RESTART -> Decision.NEW_INTO_TAIL;
                case STOP -> Decision.TAIL_SUPERSEDED;
            };
    };

    /// Decides for an operation `tail` that waits last and an operation `next` that comes after it.
    Decision decide(OperationKind tail, OperationKind next);
}
