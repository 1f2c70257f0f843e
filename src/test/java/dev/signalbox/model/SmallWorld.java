package dev.signalbox.model;

import dev.signalbox.operation.JournalRecord;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.QueueSnapshot;
import dev.signalbox.operation.Source;
import dev.signalbox.service.Intent.Value;
import dev.signalbox.service.Reason;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.ServiceDefinition.Dependency;
import dev.signalbox.service.ServiceDefinition.RestartPolicy;
import dev.signalbox.service.TestDefinitions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// An engine over two or three services of which each needs the one before it, and all that persons, processes, the
/// disk and the machine can do to it. The engine is the true one: its queue, its supervisors, its reconciler. Its
/// threads take turns, its time goes from timer to timer, its journal and its processes do as a story says.
///
/// Where a [Setting] does not say otherwise, what the engine does of itself follows each step at once. What is
/// wanted is written at once. Time counts by what is waited for, not by how much of it has passed.
final class SmallWorld implements ModelCheck.World {
    private static final Pattern NUMBER = Pattern.compile("#\\d+");
    private static final List<String> NAMES = List.of("db", "web", "proxy");
    private static final int PATIENCE = 500;
    /// Tried again twice within a minute.
    private static final RestartPolicy RETRIES = new RestartPolicy(
            RestartPolicy.On.ALWAYS, Duration.ofSeconds(1), Duration.ofSeconds(2), 3, Duration.ofMinutes(1));

    /// What can happen.
    enum Move {
        START,
        STOP,
        RESTART,
        STOP_NOW,
        BY_FORCE,
        CANCEL,
        HOLD,
        HOLD_FOR,
        HOLD_ALL,
        START_ALL,
        STOP_ALL,
        RESTART_ALL,
        CANCEL_PLAN,
        FAIL,
        CRASH,
        TIME,
        JOURNAL,
        SILENCE,
        KILL,
        BOOT,
        CLOSE,
        CLOSE_WINDOW,
        LET_GO
    }

    /// What a world is like.
    ///
    /// @param autostart whether the last service starts with the engine
    /// @param records whether each batch of records becomes durable in a step of its own
    /// @param threads whether each thread that the engine starts runs in a step of its own
    record Setting(
            int services,
            boolean autostart,
            boolean records,
            boolean threads,
            Set<Move> moves,
            @Nullable Planted fault) {}

    private final Setting setting;
    private final Laws laws = new Laws(this);
    private final Wishes wishes = new Wishes();
    private final ModelTime time = new ModelTime();
    private final ModelJournal journal;
    private final Map<String, ModelService> services = new LinkedHashMap<>();
    private final Map<String, ServiceDefinition> definitions = new LinkedHashMap<>();
    private final Map<String, String> texts = new HashMap<>();
    private final Thread.@Nullable UncaughtExceptionHandler before;
    private int boot;
    private boolean closing;
    private ModelEngine engine;

    SmallWorld(Setting setting) {
        this.setting = setting;
        var thread = Thread.currentThread();
        before = thread.getUncaughtExceptionHandler();
        thread.setUncaughtExceptionHandler((_, thrown) -> laws.broken("thrown: " + thrown));
        journal = new ModelJournal(setting.records(), time::nanoTime, this::recorded, laws::broken);
        for (var i = 0; i < setting.services(); i++) {
            var id = NAMES.get(i);
            var needs = i == 0
                    ? List.<Dependency>of()
                    : List.of(new Dependency(NAMES.get(i - 1), Dependency.Condition.READY));
            definitions.put(
                    id,
                    TestDefinitions.argv(id, "x")
                            .but()
                            .dependsOn(needs)
                            .autostart(setting.autostart() && i == setting.services() - 1)
                            .restart(i == 0 ? RETRIES : RestartPolicy.DEFAULT)
                            .build());
            services.put(id, new ModelService(id, laws::broken));
        }
        engine = newEngine();
        settle();
    }

    /// The world after a story.
    static SmallWorld after(Setting setting, String... story) {
        var world = new SmallWorld(setting);
        List.of(story).forEach(world::take);
        return world;
    }

    private void recorded(JournalRecord record) {
        switch (record) {
            case JournalRecord.Accepted(var operation, var _, var _) -> {
                wishes.accepted(operation);
                laws.accepted(operation);
            }
            case JournalRecord.Ended ended -> {
                wishes.ended(ended);
                laws.recorded(ended);
            }
            default -> {}
        }
    }

    // --- what there is ---

    Laws laws() {
        return laws;
    }

    ModelEngine engine() {
        return engine;
    }

    ModelTime time() {
        return time;
    }

    Collection<ServiceDefinition> definitions() {
        return definitions.values();
    }

    /// What is wanted, as it is kept.
    Map<String, String> texts() {
        return texts;
    }

    Wishes wishes() {
        return wishes;
    }

    ModelJournal journal() {
        return journal;
    }

    Set<String> ids() {
        return services.keySet();
    }

    ModelService service(String id) {
        return services.get(id);
    }

    List<String> needs(String id) {
        return definitions.get(id).dependsOn().stream().map(Dependency::service).toList();
    }

    /// Whether it is started again when it has ended by itself.
    boolean triesAgain(String id) {
        return definitions.get(id).restart().on() != RestartPolicy.On.NEVER;
    }

    boolean startsByItself(String id) {
        return definitions.get(id).autostart();
    }

    QueueSnapshot queue(String id) {
        return engine.queue().snapshot(id);
    }

    Value desired(String id) {
        return engine.supervisors().get(id).intent().desired().value();
    }

    Reason.Code code(String id) {
        return engine.supervisors().get(id).decision().reason().code();
    }

    boolean isClosing() {
        return closing;
    }

    /// Whether the engine may think that the journal cannot be written.
    boolean isJournalInDoubt() {
        return journal.isDown() || journal.isSilent() || isJournalDown();
    }

    /// Whether the engine knows that the journal cannot be written.
    boolean isJournalDown() {
        return !retries().isEmpty();
    }

    private List<String> retries() {
        return time.of("dev.signalbox.operation.Recorder");
    }

    /// Whether anything may happen between the steps of the engine.
    boolean isLoose() {
        return setting.threads() || setting.records();
    }

    boolean isDrained() {
        return engine.queue().drain().toCompletableFuture().isDone();
    }

    // --- what can happen ---

    @Override
    public List<String> steps() {
        return List.copyOf(new Steps(this, setting).possible().keySet());
    }

    @Override
    public void take(String step) {
        var possible = new Steps(this, setting).possible();
        var action = possible.get(step);
        if (action == null) {
            throw new IllegalArgumentException("\"" + step + "\" cannot happen now, but " + possible.keySet());
        }
        laws.beforeStep();
        action.run();
        settle();
    }

    /// What is at work with a service comes to its end.
    void end(String id, ModelService.End how) {
        var work = services.get(id).atWork();
        if (work != null && how != ModelService.End.GOES_WELL) {
            laws.fails(id, work);
        }
        services.get(id).end(how);
    }

    /// The engine begins to end, or does not after all.
    void closes(boolean ends) {
        closing = ends;
        engine.reconciler().closing(ends);
    }

    /// The engine is gone from one moment to the next, and another one comes.
    ///
    /// @param last whether the record that was under way had been written
    void kill(boolean last) {
        var unsure = endEngine(last);
        engine = newEngine();
        unsure.forEach(id -> wishes.mayBe(id, desired(id)));
    }

    /// So is all else.
    void reboot() {
        var unsure = endEngine(false);
        boot++;
        services.values().forEach(ModelService::vanish);
        ids().forEach(id -> {
            wishes.beginsFromNothing(id, startsByItself(id));
            laws.boots(id);
        });
        engine = newEngine();
        unsure.forEach(id -> wishes.mayBe(id, desired(id)));
    }

    /// @return of which services something was under way to the journal, and no stop had been accepted
    private List<String> endEngine(boolean last) {
        var underWay = !journal.waiting().isEmpty();
        var unsure = new ArrayList<String>();
        for (var id : ids()) {
            laws.engineGone(queue(id));
            if (!wishes.engineGone(queue(id)) && underWay) {
                unsure.add(id);
            }
        }
        engine.end();
        journal.cut(last);
        laws.engineGone();
        closing = false;
        return unsure;
    }

    private ModelEngine newEngine() {
        return new ModelEngine(this, setting.fault(), "boot " + boot);
    }

    // --- what follows of itself ---

    private void settle() {
        do {
            if (setting.threads()) {
                engine.turns().runAllNamed("queue events"); // it only makes the reconciler look
            } else {
                engine.runAll();
            }
        } while (time.runDue());
    }

    /// So much of it, whatever comes of it.
    void pass(Duration length) {
        var until = time.nanoTime() + length.toNanos();
        while (time.runUntil(until)) {
            settle();
        }
    }

    /// Until something comes of it.
    void letTimePass() {
        var now = state();
        for (var i = 0; i < PATIENCE && time.runNext(); i++) {
            settle();
            if (!state().equals(now)) {
                return;
            }
        }
    }

    @Override
    public void comeToRest() {
        journal.down(false);
        journal.silent(false);
        for (var i = 0; i < PATIENCE; i++) {
            settle();
            engine.runAll();
            if (!goOn()) {
                laws.atRest();
                return;
            }
        }
        laws.broken("rule 26: no rest: " + state());
    }

    /// @return false if nothing moves any more
    private boolean goOn() {
        if (journal.next() != null) {
            journal.write();
            return true;
        }
        for (var id : ids()) {
            var work = services.get(id).atWork();
            if (work != null) {
                end(id, work.context().stopRequested() ? ModelService.End.GIVES_IN : ModelService.End.GOES_WELL);
                return true;
            }
        }
        return time.runNext();
    }

    // --- what it is ---

    @Override
    public String state() {
        var text = new StringBuilder();
        var plans = planNames();
        for (var id : ids()) {
            var queue = queue(id);
            var active = queue.active();
            text.append(id);
            if (active != null) {
                text.append(" runs ").append(name(active.operation(), active.also(), plans));
                text.append(active.stopRequested()).append(active.wedged()).append(active.urgent());
                text.append(active.outcome() != null);
            }
            queue.waiting()
                    .forEach(waiting -> text.append(" waits ")
                            .append(name(waiting.operation(), waiting.also(), plans))
                            .append(waiting.urgent())
                            .append(waiting.reason().describe()));
            text.append(queue.held() ? " held " : " ");
            var supervisor = engine.supervisors().get(id);
            var status = supervisor.status();
            var recovery = status.recovery();
            text.append(status.state()).append(status.pid() >= 0).append(status.health());
            text.append(status.reason()).append(status.exit());
            if (recovery != null) {
                text.append(recovery.failures())
                        .append(recovery.retryAt() != null)
                        .append(recovery.crashLoop());
            }
            text.append(supervisor.decision());
            var intent = supervisor.intent();
            text.append(intent.desired().value());
            text.append(intent.verdict() == null ? "" : intent.verdict().kind());
            text.append(services.get(id).state()).append(laws.state(id)).append('\n');
        }
        text.append(engine.turns().started())
                .append(journal.isDown())
                .append(journal.isSilent())
                .append(journal.waiting());
        text.append(retries())
                .append(closing)
                .append(laws.open())
                .append(laws.isAhead())
                .append(laws.holds());
        return NUMBER.matcher(text).replaceAll("");
    }

    private static String name(Operation operation, List<Source> also, Map<Long, Integer> plans) {
        return operation.verb() + " " + operation.source().road() + also + plans.get(operation.plan());
    }

    /// Numbers for the plans of which something waits or runs, by their age.
    Map<Long, Integer> planNames() {
        var found = new TreeMap<Long, Integer>();
        var operations = new ArrayList<Operation>();
        for (var id : ids()) {
            var queue = queue(id);
            queue.waiting().forEach(waiting -> operations.add(waiting.operation()));
            if (queue.active() != null) {
                operations.add(queue.active().operation());
            }
        }
        operations.stream().filter(operation -> operation.plan() != 0).forEach(one -> found.put(one.plan(), 0));
        var next = 1;
        for (var entry : found.entrySet()) {
            entry.setValue(next++);
        }
        return found;
    }

    @Override
    public List<String> wrong() {
        if (engine.turns().isEmpty() && (journal.isSilent() || journal.waiting().isEmpty())) {
            laws.afterStep();
        }
        return laws.wrong();
    }

    @Override
    public void close() {
        engine.end();
        Thread.currentThread().setUncaughtExceptionHandler(before);
    }
}
