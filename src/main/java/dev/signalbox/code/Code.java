package dev.signalbox.code;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Why something is not as it is wanted, for programs: of a service, of an operation, of a request, of a command.
/// Each is said the same in JSON and by commands, and never changes: what is not said any more keeps its code.
///
/// [#meaning()], [#causes()] and [#cure()] are for people, and may be worded better at any time.
public enum Code {
    // --- what is decided about a service ---

    RUNS(
            Area.SERVICE,
            "it runs, as it shall",
            "it was started, or was found running.",
            "nothing is to be done; what its probes say stands beside."),
    STARTS(
            Area.SERVICE,
            "it shall run, is down, and is about to be started",
            "it starts with the engine, is needed by another one, or has ended and is started again.",
            "wait a moment; signalbox queue shows its start."),
    STOPPED(
            Area.SERVICE,
            "somebody has stopped it, so nothing starts it by itself",
            "a stop by a person, also one of an earlier run of the engine.",
            "signalbox start ID, and it is wanted again."),
    UNSTOPPED(
            Area.SERVICE,
            "it shall be stopped, and runs all the same",
            "its stop failed, was cut off by the end of the engine, or was called off.",
            "signalbox stop ID, or stop --now ID, or kill ID; or let it run on: POST /services/{id}/keep-running."),
    UNSET(
            Area.SERVICE,
            "nobody has asked for it",
            "autostart is off, no service that runs needs it, and nobody has started it since the boot.",
            "signalbox start ID, or autostart: true in the workspace file."),
    UNKNOWN(
            Area.SERVICE,
            "what it does is not known",
            "its record is broken or missing while processes of it live, or there is no connection to its engine.",
            "signalbox stop ID ends what lives of it; then start it."),
    ELSEWHERE(
            Area.SERVICE,
            "processes of it run that another engine has started",
            "two engines, or two state folders, serve one workspace file.",
            "operate it by that engine; or end that one, and then: signalbox adopt ID."),
    PENDING(
            Area.SERVICE,
            "an operation on it runs or waits, and comes first",
            "somebody has asked for it, or the engine has.",
            "signalbox queue ID shows what runs and what waits, and why."),
    GAVE_UP(
            Area.SERVICE,
            "it failed too often in a short time, so it is not tried again",
            "restart.give_up_after was reached: it crashes, cannot be started, or is unhealthy again and again.",
            "signalbox logs ID; mend what it says, then start it. A changed definition or a boot tries again, too."),
    LEFT(
            Area.SERVICE,
            "it has ended, and its restart policy leaves it so",
            "restart.on is never, or is failure and it has ended well.",
            "signalbox start ID; restart: { on: always } starts it again by itself."),
    FULFILLED(
            Area.SERVICE,
            "a job that has done its work",
            "it ended with an exit code that is good for it.",
            "nothing is to be done; signalbox start ID runs it again."),
    RETRY(
            Area.SERVICE,
            "it has failed, and is tried again at a known time",
            "it ended, or could not be started, and restart allows more tries.",
            "wait for it; signalbox start ID tries at once, signalbox stop ID ends the trying."),
    HELD(
            Area.SERVICE,
            "its queue is held, so nothing of it starts",
            "signalbox hold, or its button in the window.",
            "signalbox resume ID, or resume --all where all are held; signalbox stop --now ID stops all the same."),
    DEPENDENCY(
            Area.SERVICE,
            "something that it needs is not there, or did not succeed",
            "a service of depends_on was stopped, has failed, or is not ready yet.",
            "signalbox ps shows that one and why; signalbox start --with-dependencies ID takes it along."),
    PORT(
            Area.SERVICE,
            "another service of the workspace holds its port, and is about to leave it",
            "a port has moved from one service to another.",
            "wait for that one's stop; signalbox queue shows it."),
    TROUBLE(
            Area.SERVICE,
            "it cannot be started as it is defined",
            "something that its definition names is missing or wrong: a file, a folder, a user, a variable.",
            "signalbox check FILE tells it with its place; mend it, and it starts by itself, or after signalbox reload."),
    JOURNAL(
            Area.SERVICE,
            "its start was refused, as the journal cannot be written",
            "the disk is full, read-only or broken, or another program has locked the journal.",
            "make room, or end that program: it is tried again by itself. Stops get through."),
    CLOSING(
            Area.SERVICE,
            "the engine ends, so it starts nothing more",
            "a signal, or the closing of the window.",
            "ask the next engine."),

    // --- what its state says ---

    EXITED(
            Area.STATE,
            "it ended by itself, with an exit code",
            "the program has failed, or was done; its last line of output stands beside.",
            "signalbox logs ID."),
    KILLED(
            Area.STATE,
            "it was ended by a signal",
            "somebody has sent it, it has crashed (SIGSEGV, SIGABRT), or memory was short (SIGKILL, see the kernel's log).",
            "signalbox logs ID, and journalctl -k or dmesg."),
    NOT_READY(
            Area.STATE,
            "it runs, or did, but its readiness probe has not succeeded",
            "it still begins, listens elsewhere than ready says, or ready.timeout is too short.",
            "signalbox logs ID; compare ready in the workspace file with what the program does."),
    UNHEALTHY(
            Area.STATE,
            "it runs, but its liveness probe has failed as often as it may",
            "it hangs, or is overloaded; or alive asks for what it does not answer.",
            "signalbox restart ID, where it is not restarted by itself; signalbox logs ID."),
    RECOVERING(
            Area.STATE,
            "it is well again, but has failed too often a short time ago",
            "what had made it fail has gone.",
            "nothing is to be done: after a while without failures it is as before."),
    UNASKED(
            Area.STATE,
            "a probe of it cannot be asked, which does not count",
            "the engine has no more files to open, a program of exec is missing, or a host is unknown.",
            "the reason stands beside: raise the limit, or mend the probe."),
    OUTDATED(
            Area.STATE,
            "it runs by an earlier definition",
            "the workspace file has changed in keys that take effect at a start only.",
            "signalbox restart ID."),
    LEFTOVERS(
            Area.STATE,
            "processes of it live on behind its end",
            "it went into the background, or has started what does not end with it.",
            "signalbox stop ID ends them; let the program run in the foreground, or say forking in the workspace file."),
    UNVERIFIED(
            Area.STATE,
            "it was stopped, but not all processes could be looked at",
            "the engine may not see those of other users (hidepid).",
            "run the engine as a user who may."),

    // --- why an operation has ended as it has ---

    FAILED(
            Area.OUTCOME,
            "it failed, for the reason that stands beside",
            "any that has no code of its own.",
            "signalbox history ID and signalbox logs ID."),
    PORT_HELD(
            Area.OUTCOME,
            "a port that it needs is taken",
            "another program listens on it, or another service of this workspace.",
            "end who holds it, which is named; or give the service another port."),
    NOT_EXECUTABLE(
            Area.OUTCOME,
            "its program could not be executed",
            "it is not there, is no program, may not be executed, or its arguments are too long.",
            "signalbox check FILE; look at command, cwd and the program's mode."),
    NO_RIGHT(
            Area.OUTCOME,
            "the engine may not start it so",
            "user, group, nice or limits ask for more than the engine's own user may, or name what there is not.",
            "run the engine as root, or as that user; or take the key out."),
    HOOK_FAILED(
            Area.OUTCOME,
            "a command beside the service failed",
            "pre_start or the stop command has ended badly, or took too long.",
            "its last line stands beside; signalbox logs ID."),
    NOT_STOPPED(
            Area.OUTCOME,
            "processes of it live after all signals",
            "they hang in the kernel, as on a dead disk, or belong to another user.",
            "look at them by their pids; signalbox kill ID tries again."),
    NOT_WRITTEN(
            Area.OUTCOME,
            "a file of the engine could not be written",
            "the disk is full or read-only, or the state folder belongs to somebody else.",
            "make room, or give the folder back; then try again."),
    HANGS(
            Area.OUTCOME,
            "the system did not answer in time",
            "a disk or a network file system hangs, or the list of users does.",
            "look at the disk, and at mounts; then try again."),
    TIMED_OUT(
            Area.OUTCOME,
            "it took longer than it may, and was asked to end; what it did is not known",
            "the service begins or ends slowly, or hangs.",
            "signalbox ps ID shows what it does now; timeout, ready.timeout and stop.timeout give it longer."),
    USER(
            Area.OUTCOME,
            "somebody has called it off",
            "signalbox cancel, its button in the window, or Stop now.",
            "ask again, if it is still wanted."),
    SUPERSEDED(
            Area.OUTCOME,
            "a later request made it pointless",
            "a stop came after a start that waited, or queue: coalesce has merged them.",
            "nothing is to be done: the later one counts."),
    PLAN(
            Area.OUTCOME,
            "it was called off with its plan",
            "a person has called the plan off, or another member failed and stop_on_failure was set.",
            "signalbox history shows which one failed; then ask again."),
    SHUTDOWN(
            Area.OUTCOME,
            "the engine ended before it had",
            "the engine was stopped while it waited or ran.",
            "signalbox recover shows what was cut off, and submits it again."),
    CRASH(
            Area.OUTCOME,
            "the engine was killed before it had ended",
            "kill -9, a power cut, or no memory.",
            "signalbox recover shows what was cut off, and submits it again; the service's true state is in signalbox ps."),
    UNANSWERED(
            Area.OUTCOME,
            "it was refused, as the journal had not answered; it is recorded all the same",
            "the disk hung.",
            "ask again, if it is still wanted."),
    COALESCED(
            Area.OUTCOME,
            "it was merged into another operation, whose outcome counts",
            "queue: coalesce, or a merge by a person.",
            "signalbox history shows the other one."),

    // --- why an operation waits ---

    BEHIND(
            Area.WAIT,
            "another operation of the same service comes first",
            "each service does one after the other.",
            "wait, or cancel that one; signalbox stop --now ID does not wait."),
    NEEDS(
            Area.WAIT,
            "its plan has the operation of another service come first",
            "that one is needed, or needs it.",
            "wait, or look why that one does not end: signalbox queue."),
    WEDGED(
            Area.WAIT,
            "the operation that runs was asked to end, and does not",
            "it hangs in the kernel or in a driver.",
            "signalbox kill ID; or give it up: POST /services/{id}/abandon."),
    PLAN_FULL(
            Area.WAIT,
            "as many operations of its plan run as may at once",
            "the plan has a limit.",
            "wait: it is its turn when another one has ended."),
    RECORDING(
            Area.WAIT,
            "it starts once the journal has recorded that",
            "each start is written first.",
            "wait a moment."),
    JOURNAL_DOWN(
            Area.WAIT,
            "the journal cannot be written, so nothing may start",
            "the disk is full, read-only or broken, or another program has locked the journal.",
            "make room, or end that program. Stops get through; signalbox status tells when it is well again."),

    // --- why a request was refused ---

    NO_SERVICE(
            Area.REQUEST,
            "there is no service of that id, or no such group",
            "a slip, another workspace, or a file that was not reloaded.",
            "signalbox ps lists them; signalbox reload puts the file in force."),
    NO_OPERATION(
            Area.REQUEST,
            "there is no such operation, or not any more",
            "it has ended and is kept no longer, or belongs to another workspace.",
            "signalbox queue and signalbox history list them."),
    NOT_FOUND(
            Area.REQUEST,
            "there is nothing of that name",
            "a slip, or it is not kept any more.",
            "what there is stands beside."),
    POINTLESS(
            Area.REQUEST,
            "as things are there is nothing to be done, and nothing was",
            "it is as it is wanted already, has ended, or is of another kind.",
            "look at it with signalbox ps or signalbox queue."),
    QUEUE_FULL(
            Area.REQUEST,
            "as many operations wait for the service as may",
            "a script asks again and again, or the operation that runs hangs.",
            "signalbox queue ID; cancel some, or clear its queue."),
    REFUSED(
            Area.REQUEST,
            "the engine could not do it, for the reason that stands beside",
            "any that has no code of its own.",
            "mend what it says, and ask again."),
    NOT_KEPT(
            Area.REQUEST,
            "it was done, but the next engine will not know it",
            "the disk is full, read-only or broken, or does not answer.",
            "make room, then do it again."),
    INVALID_WORKSPACE(
            Area.REQUEST,
            "the workspace file has mistakes, and nothing was changed",
            "an edit of it.",
            "signalbox check FILE prints each with its line and column; mend them, then signalbox reload."),
    INVALID(
            Area.REQUEST,
            "the request is not as it can be",
            "a wrong value, an unknown key or parameter, a body that is no JSON.",
            "what was found and what is allowed stands beside; GET /openapi.json describes all."),
    KEY_REUSED(
            Area.REQUEST,
            "the Idempotency-Key was used for another request",
            "a key is not made anew for each request.",
            "use a new key."),
    UNAUTHENTICATED(
            Area.REQUEST,
            "it is not known who asks",
            "no token, a wrong one, or one that has expired or was revoked.",
            "signalbox token create NAME makes one; --token-file names it."),
    FORBIDDEN(
            Area.REQUEST,
            "who asks may not",
            "the token's role is too small, or the request comes from another site.",
            "ask with a token of a greater role; signalbox token list shows them."),
    TOO_MANY(
            Area.REQUEST,
            "too many requests at once",
            "one client asks faster, or reads slower, than it may.",
            "try again after a second, and keep one connection for events instead of asking again and again."),
    TOO_LARGE(Area.REQUEST, "the request is too large", "a body or a target beyond the limit.", "send less at once."),
    INTERNAL(
            Area.REQUEST,
            "the request failed by a mistake of the program",
            "a fault.",
            "the engine's log has the place; please report it."),

    // --- why a command could not do it ---

    USAGE(
            Area.COMMAND,
            "the command was used wrongly",
            "an unknown word or option, or a value that is not allowed.",
            "signalbox help COMMAND."),
    NO_ENGINE(
            Area.COMMAND,
            "no engine answers",
            "none runs on that workspace, its socket is gone, or its address is wrong.",
            "signalbox serve begins one; -w FILE or --url says which is meant."),
    NOT_ENDED(
            Area.COMMAND,
            "what was asked for has not ended within --timeout; it goes on",
            "it takes longer, or waits for something.",
            "signalbox queue shows it and why; --timeout gives it longer."),
    NOT_PRINTED(
            Area.COMMAND,
            "the output could not be written",
            "a full disk, or a reader that has gone.",
            "make room, or read it all.");

    /// What a code is about.
    public enum Area {
        SERVICE("What is decided about a service"),
        STATE("What the state of a service says"),
        OUTCOME("Why an operation has ended as it has"),
        WAIT("Why an operation waits"),
        REQUEST("Why a request was refused"),
        COMMAND("Why a command could not do it");

        private final String title;

        Area(String title) {
            this.title = title;
        }

        public String title() {
            return title;
        }
    }

    private final Area area;
    private final String meaning;
    private final String causes;
    private final String cure;

    Code(Area area, String meaning, String causes, String cure) {
        this.area = area;
        this.meaning = meaning;
        this.causes = causes;
        this.cure = cure;
    }

    /// As it is written: `gave_up`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The code that is written so, in whatever case, with a hyphen for an underscore, and in brackets or not.
    public static Optional<Code> of(String word) {
        var plain = word.strip().replaceAll("^\\[|]$", "").replace('-', '_');
        return Arrays.stream(values())
                .filter(code -> code.word().equalsIgnoreCase(plain))
                .findFirst();
    }

    /// Those of an area, in their order.
    public static List<Code> of(Area area) {
        return Arrays.stream(values()).filter(code -> code.area == area).toList();
    }

    public Area area() {
        return area;
    }

    /// What it says, as a sentence without its end.
    public String meaning() {
        return meaning;
    }

    /// What it usually comes of.
    public String causes() {
        return causes;
    }

    /// What to do.
    public String cure() {
        return cure;
    }
}
