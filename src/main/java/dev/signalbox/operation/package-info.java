/// The operation queue: one operation at a time on a service, the others waiting in order.
///
/// [OperationQueue][dev.signalbox.operation.OperationQueue] is the door. Each service registered there has a
/// queue of its own; what an operation does to the service is the service's
/// [OperationBody][dev.signalbox.operation.OperationBody], which this package runs but does not know. Nothing
/// here knows a process, a file, a logger or a window: the package stands on `java.base` and `time` alone.
///
/// # The rules
///
/// They hold by whatever road a request comes: a click, the HTTP API, the command line, a plan, a schedule, a
/// reload, or what the engine wants by itself. Comments and messages refer to them by number. Rules 1 to 24, 27 to
/// 28e and 31 to 33 are kept here, 25 and 26 by `dev.signalbox.service`, 29 by `dev.signalbox.engine.local`. A *body*
/// is
/// the work of an operation, a *ticket* what a submitter holds, a *person* whoever asks through window, API or
/// command line, also by a script; what reconciler, health, schedules, reloads and closing ask for is *automatic*.
///
/// ## An operation
///
///  1. Submitting never blocks. It yields a ticket once the journal has recorded the operation, or a refusal; what
///     was refused never runs. No body starts before that, but see 28c.
///  2. A ticket gets one outcome, set once, and completes after the journal has recorded it. While the journal
///     cannot be written no body starts, but see 28c.
///  3. A service has at most one live body: live until its thread has ended *and* any stage it returned has
///     completed.
///  4. Bodies of one service start in the order of acceptance, but for moves, 28a, *stop now* and *kill*.
///  5. Services are independent: one waits for another only by a declared dependency.
///  6. Each body runs on a fresh virtual thread; an interrupt is sent only while that very operation is active.
///  7. Whatever a body throws ends its operation as failed, and the next one starts.
///  8. The timeout counts from the body's start, on a monotonic clock. A start and a stop have timeouts of their
///     own; a restart has both after each other. Not given, each is the sum of its parts, at least 30 s; a job's
///     run has none.
///  9. At the deadline: outcome *timed out*, an interrupt, escalation in the driver. The next operation still waits
///     until the body has ended. After a grace time the service is *wedged*; only then can a person abandon the
///     body, which loses its access to the service. That is the only exception to 3.
/// 10. A result that comes after the outcome never changes it; it is recorded as a late effect.
/// 11. Cancelling a waiting operation ends it as cancelled; its body never runs.
/// 12. Cancelling an active one asks it to stop. If it succeeds all the same, it has succeeded, but of a start that
///     was called off nothing is left. For stops and restarts see 28d.
/// 13. Cancelling an ended one changes nothing and says so.
/// 14. A waiting operation can be moved within its queue; members of plans keep their order among each other.
/// 15. Every waiting operation has a reason that a person can read.
/// 16. *Hold* keeps a queue, or all, from starting the next operation, also in the next engine. It says by whom,
///     since when and why, and may end by itself. It does not hold *stop now*, *kill* and the stops of closing, and
///     the engine puts nothing of its own into a held queue. *Stop now* cancels, clears and stops ahead of the
///     line; *kill* does so, and sends SIGKILL at once.
///
/// ## Policies
///
/// 17. `keep`, the default: every request runs, in order.
/// 18. `coalesce` merges the waiting tail, never the active operation, until nothing changes; a member of a plan is
///     merged into nothing, but see 32:
///
///     | tail ↓ · new → | start | stop | restart |
///     |---|---|---|---|
///     | **start** | new merged into tail | tail superseded | tail merged into new |
///     | **stop** | both stay | new merged into tail | tail superseded |
///     | **restart** | new merged into tail | tail superseded | new merged into tail |
///
///     The table decides by kind alone, but that nothing automatic takes the place of a person's stop. A merged
///     operation is a person's if any of its parts is.
/// 19. A merged operation names its survivor, whose outcome is its effective one.
///
/// ## Plans
///
/// 20. A plan over several services is computed before anything is queued, and can be shown: starts follow the
///     dependencies, stops reverse them. It has a member for each chosen service whose state, or what is wanted of
///     it, differs from what is asked. A circle rejects the plan and names its path.
/// 21. A plan is queued whole or not at all. A member starts when what it waits for has succeeded; if that fails,
///     it is cancelled and names the operation that failed, and so are those behind it.
///
/// ## The end, and what comes after
///
/// 22. Draining refuses new submissions and finishes the rest; a forced close cancels what waits and interrupts
///     what is active, see 29.
/// 23. After a crash, what was accepted but not started is cancelled, and what was started but had not ended has
///     failed with an effect that is unknown. The real state is read from the processes. Nothing is replayed by
///     itself; what was wanted is wanted still.
/// 24. A submission that races with closing gets a ticket that ends, or is refused. Never silence.
///
/// ## What is wanted
///
/// 25. What persons want of each service is data: *running*, *stopped* or *unset*, with since when and by whom. It
///     is what the last person's operation in the line asks for; with none waiting, what that one asked for whose
///     body began last. What is withdrawn before it began gives back what was wanted before; failing takes nothing
///     back. Who cancels an automatic or an active start has asked for *stopped*. What is automatic changes nothing.
///     - a. An unset service counts as wanted with `autostart`, while another one that is to run needs it, and
///       while it is found running. Only a person's *stopped* closes that way.
///     - b. It is kept in a file of its own that is overwritten in place, so that neither a full disk nor a locked
///       journal keeps it from being written: a stop's mark at its acceptance, that of a start or restart as its
///       body begins. Verdict, hold and schedule switch stand beside it.
///     - c. What ran goes on through an engine's absence within one boot; what begins from nothing, after a boot or
///       a closing that stopped, begins by `autostart`.
///     - d. A schedule has a switch of its own; a stop ends a run of a job, not its schedule.
/// 26. One pure function decides from the facts whether a service is started by itself, or why not. It is asked
///     after each change. A start goes through the queue like any other; nothing is ever stopped that way.
///     - a. Each start that failed or timed out, and each end that was not asked for, is judged once, by the
///       restart policy: a next try, *given up* or *left*. The last two are verdicts: they stay until a person
///       starts the service, its definition changes, or the machine boots anew.
///     - b. A job is wanted to *have run*: its success fulfils that until a new boot, a changed definition, or a
///       moment at which none of those that need it is wanted. A person's start always runs it.
///     - c. *Down* is what the driver says is gone, and unknown is never down. A port that a service of this
///       workspace is about to free is waited for.
///     - d. A person's request for one service waits for no dependency; automatic starts and members of plans do.
///     - e. An automatic operation is judged again when its turn comes, and ends with nothing to do if its reason
///       is gone. One that was refused is asked for again.
///     - f. What is wanted and what was decided stand beside the state everywhere, with the reason in words.
///     - g. What runs by an earlier definition says so, and in which keys.
///     - h. What cannot be started as it is defined, as its folder is missing, says so and waits: no try is made of
///       it, and what runs is not stopped for it. Each start looks again, and while it is wanted the engine does.
///
/// ## Stops get through
///
/// 27. At the end of every change it is looked whether the head of each line that may be concerned may start.
/// 28. A stop always gets through:
///     - a. A person's stop supersedes starts and restarts of other plans that wait for other services, and passes
///       stops of plans that do. It does not pass what may start now: then it says behind what it waits, for how
///       long at most, and what does not wait.
///     - b. A person's stop or restart supersedes what is automatic, waiting or active, and ends a running job. A
///       person's start takes an automatic start over.
///     - c. While the journal cannot be written, or has not answered for 2 s, a person's stops and those of closing
///       are accepted and run all the same: they supersede what else waits, are told as not recorded, and are
///       recorded when that is possible. If the engine is killed before, the history does not have them, and the
///       service is still wanted to be stopped. All else is refused at once, or after 30 s without an answer.
///     - d. A stop that supersedes another goes on with it: no second signal, the clock runs on. Cancelling an
///       active stop only ends the waiting; if the service ends later, that is a late effect and no crash. A
///       restart that is cancelled after it has started the service leaves it running.
///     - e. When all are stopped now, and at closing, each stop waits only until those before it have ended,
///       however that was, or hang.
/// 29. Closing is no failure of what runs: from its first moment nothing starts by itself. Where services are left,
///     what is at work is let go of without a further signal, and the next engine takes it over; where they are
///     stopped, each gets its stop. A closing that is called off starts again what it has stopped.
///
/// ## What cannot be known
///
/// 30. What the engine cannot find out is unknown, never bad. A probe that could not be asked is shown with its
///     reason and does not count; a host that nobody knows is not ready yet, and unknown where it is asked
///     whether it is alive. A start that could never be asked fails at its time with that reason. What cannot be
///     looked at is not taken for dead.
///
/// ## Whose thread it is
///
/// 31. No code of others runs, and nothing blocks, on a thread that others need. What is hung on tickets runs on one
///     serial lane per service, which has no thread when nothing is due; what hangs there delays only its own service,
///     and what throws there loses none behind it. What may hang in the kernel is called on a thread of its own and
///     belongs to its body, which has not ended before the call has.
///
/// ## How much may wait
///
/// 32. So many operations wait for a service, 1,000, and no more: another request is refused and says how many
///     wait, a plan as a whole. What is automatic and refused is told of in the log and, if it was due by a schedule,
///     in the service's events. It holds for no *stop now*, no *kill*, and no person's stop: that one becomes one with
///     the stop that waits last, also as a member of a plan or with one, and supersedes the starts and restarts that
///     wait behind it. Where a member of a plan keeps it from that, or no stop waits, it waits above the ceiling. A
///     plan has at most one member for a service and kind.
///
/// ## Putting back
///
/// 33. What has left a line without having run, as somebody called it off or it was merged or superseded, can be put
///     back for 60 s: as a new request that names it, behind the nearest that stood before it and waits still, else
///     before the nearest that stood behind it, else first. So can what was moved. All of one service is put back in
///     one change, each once; what has begun or ended, members of plans, and what is above the ceiling (rule 32) is
///     not, and it is said why.
///
/// `start` on a running service and `stop` on a stopped one succeed and say that nothing was to be done. `restart`
/// is one operation: stop, verified exit of all processes, start; on a stopped service it starts it.
package dev.signalbox.operation;
