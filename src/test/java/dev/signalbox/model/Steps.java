package dev.signalbox.model;

import dev.signalbox.model.SmallWorld.Move;
import dev.signalbox.model.SmallWorld.Setting;
import dev.signalbox.operation.BulkPlan;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.PlanSubmission;
import dev.signalbox.operation.Source;
import dev.signalbox.operation.Submission;
import dev.signalbox.service.Intent.Hold;
import dev.signalbox.service.plan.BulkPlanner;
import dev.signalbox.service.plan.PlanRequest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// All that can happen next in a [SmallWorld], by the words that tell it in a story: `start db`, `db goes well`.
final class Steps {
    /// How many operations of one service may wait.
    private static final int LINE = 2;

    private final SmallWorld world;
    private final Setting setting;

    Steps(SmallWorld world, Setting setting) {
        this.world = world;
        this.setting = setting;
    }

    /// What can happen next, in an order that depends on the state alone.
    Map<String, Runnable> possible() {
        var steps = new LinkedHashMap<String, Runnable>();
        for (var id : world.ids()) {
            work(id, steps);
            if (!world.isClosing()) {
                requests(id, steps);
            }
        }
        if (!world.isClosing()) {
            plans(steps);
        } else {
            add(steps, Move.CLOSE_WINDOW, "keep running", () -> world.closes(false));
        }
        add(steps, Move.TIME, "time passes", world::letTimePass);
        add(
                steps,
                Move.JOURNAL,
                world.journal().isDown() ? "journal up" : "journal down",
                () -> world.journal().down(!world.journal().isDown()));
        add(
                steps,
                Move.SILENCE,
                world.journal().isSilent() ? "journal answers" : "journal does not answer",
                () -> world.journal().silent(!world.journal().isSilent()));
        waitForAnswer(steps, ModelJournal.STALL);
        waitForAnswer(steps, ModelJournal.PERMISSION);
        if (world.journal().next() != null) {
            if (!world.journal().isSilent()) {
                steps.put("write " + world.journal().next(), world.journal()::write);
            }
            add(steps, Move.KILL, "kill after the record", () -> world.kill(true));
        }
        add(steps, Move.KILL, "kill", () -> world.kill(false));
        add(steps, Move.BOOT, "boot", world::reboot);
        if (setting.threads()) {
            world.engine()
                    .turns()
                    .started()
                    .forEach(name -> steps.put(
                            "run " + name, () -> world.engine().turns().run(name)));
        }
        return steps;
    }

    private void add(Map<String, Runnable> steps, Move move, String name, Runnable action) {
        if (setting.moves().contains(move)) {
            steps.put(name, action);
        }
    }

    private void waitForAnswer(Map<String, Runnable> steps, Duration length) {
        if (world.journal().isSilent() && world.journal().patience().compareTo(length) < 0) {
            steps.put(length.toSeconds() + " s pass", () -> world.pass(length));
        }
    }

    private void work(String id, Map<String, Runnable> steps) {
        var service = world.service(id);
        var work = service.atWork();
        if (work != null) {
            steps.put(id + " goes well", () -> world.end(id, ModelService.End.GOES_WELL));
            if (work.context().stopRequested()) {
                steps.put(id + " gives in", () -> world.end(id, ModelService.End.GIVES_IN));
            } else {
                add(steps, Move.FAIL, id + " fails", () -> world.end(id, ModelService.End.FAILS));
            }
        } else if (service.isUp()) {
            add(steps, Move.CRASH, id + " ends", () -> {
                world.laws().ends(id);
                world.engine().driver(id).crash();
            });
        }
    }

    private void requests(String id, Map<String, Runnable> steps) {
        var queue = world.queue(id);
        if (queue.waiting().size() < LINE) {
            add(steps, Move.START, "start " + id, () -> submit(id, OperationKind.START));
            add(steps, Move.STOP, "stop " + id, () -> submit(id, OperationKind.STOP));
            add(steps, Move.RESTART, "restart " + id, () -> submit(id, OperationKind.RESTART));
            add(
                    steps,
                    Move.STOP_NOW,
                    "stop now " + id,
                    () -> ask(OperationKind.STOP, () -> world.engine().queue().stopNow(id, Source.OPERATOR)));
        }
        add(
                steps,
                Move.BY_FORCE,
                "end " + id + " by force",
                () -> ask(OperationKind.STOP, () -> world.engine().queue().kill(id, Source.OPERATOR)));
        var active = queue.active();
        if (active != null && active.outcome() == null && !active.stopRequested()) {
            add(steps, Move.CANCEL, "cancel " + id, () -> cancel(active.operation(), active.also(), true));
        }
        for (var i = 0; i < queue.waiting().size(); i++) {
            var waiting = queue.waiting().get(i);
            add(steps, Move.CANCEL, "cancel " + id + " " + i, () -> cancel(waiting.operation(), waiting.also(), false));
        }
        if (queue.held()) {
            add(steps, Move.HOLD, "resume " + id, () -> {
                world.laws().resumed(id);
                var _ = world.engine().holds().resume(id);
            });
        } else {
            add(steps, Move.HOLD, "hold " + id, () -> hold(id, null));
            add(steps, Move.HOLD_FOR, "hold " + id + " for a minute", () -> hold(id, Duration.ofMinutes(1)));
        }
    }

    private void hold(String id, @Nullable Duration length) {
        var until = length == null ? null : world.time().now().plus(length);
        world.laws().held(id, until);
        var _ = world.engine().holds().hold(id, new Hold(world.time().now(), "operator", "", until));
    }

    private void holdAll(Map<String, Runnable> steps) {
        if (world.laws().isAllHeld()) {
            add(steps, Move.HOLD_ALL, "resume all", () -> {
                world.laws().resumed(Laws.ALL);
                var _ = world.engine().holds().resumeAll();
            });
        } else {
            add(steps, Move.HOLD_ALL, "hold all", () -> {
                world.laws().held(Laws.ALL, null);
                var _ = world.engine().holds().holdAll(new Hold(world.time().now(), "operator", "", null));
            });
        }
    }

    private void plans(Map<String, Runnable> steps) {
        if (world.ids().stream().allMatch(id -> world.queue(id).waiting().size() < LINE)) {
            plan(steps, Move.START_ALL, "start all", OperationKind.START);
            plan(steps, Move.STOP_ALL, "stop all", OperationKind.STOP);
            plan(steps, Move.RESTART_ALL, "restart all", OperationKind.RESTART);
        }
        var names = world.planNames();
        names.forEach((id, name) -> add(
                steps,
                Move.CANCEL_PLAN,
                "cancel plan " + name,
                () -> world.engine().queue().cancelPlan(id)));
        holdAll(steps);
        add(steps, Move.CLOSE, "close", this::closeEngine);
        add(steps, Move.CLOSE_WINDOW, "close the window", this::beginToClose);
        add(steps, Move.LET_GO, "let go", this::letGo);
    }

    private void plan(Map<String, Runnable> steps, Move move, String name, OperationKind kind) {
        add(steps, move, name, () -> submit(propose(PlanRequest.of(kind, world.ids())), Source.OPERATOR));
    }

    private BulkPlan propose(PlanRequest request) {
        var views = world.engine().supervisors().entrySet().stream()
                .map(each -> each.getValue().snapshot(world.queue(each.getKey()), false))
                .toList();
        return new BulkPlanner(views).propose(request).plan();
    }

    private void submit(String id, OperationKind kind) {
        ask(kind, () -> world.engine().queue().submit(id, kind, Source.OPERATOR));
    }

    private void ask(OperationKind kind, Supplier<CompletionStage<Submission>> request) {
        var asked = world.laws().asks(kind == OperationKind.STOP);
        asked.answered(request.get().thenAccept(submission -> {
            switch (submission) {
                case Submission.Accepted(var ticket) -> world.laws().holds(ticket);
                case Submission.Refused(var reason) -> asked.refused(reason);
            }
        }));
    }

    private void submit(BulkPlan plan, Source source) {
        if (plan.members().isEmpty()) {
            return;
        }
        var asked = world.laws().asks(plan.members().stream().allMatch(member -> member.kind() == OperationKind.STOP));
        asked.answered(world.engine().queue().submit(plan, source).thenAccept(submission -> {
            switch (submission) {
                case PlanSubmission.Accepted(var ticket) -> world.laws().holds(ticket);
                case PlanSubmission.Refused(var reason) -> asked.refused(reason);
            }
        }));
    }

    private void cancel(Operation operation, List<Source> also, boolean active) {
        world.wishes().calledOff(operation, Wishes.isAutomatic(operation, also), active);
        world.laws().calledOff(operation);
        world.engine().queue().cancel(operation.id());
    }

    /// As the engine does when it ends and stops its services.
    private void closeEngine() {
        beginToClose();
        var _ = world.engine().queue().drain();
    }

    /// As the window does before it closes.
    private void beginToClose() {
        world.closes(true);
        submit(propose(PlanRequest.stopNow(world.ids())), Source.CLOSING);
    }

    /// As the engine does when it ends, leaves its services and waits for nothing.
    private void letGo() {
        world.closes(true);
        world.laws().letsGo();
        world.engine().queue().close();
        var _ = world.engine().queue().drain();
    }
}
