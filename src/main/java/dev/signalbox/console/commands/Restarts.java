package dev.signalbox.console.commands;

import dev.signalbox.console.fx.FxThread;
import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.model.OperationQueueModel;
import dev.signalbox.console.model.ServiceModel;
import dev.signalbox.engine.Answer;
import dev.signalbox.operation.Outcome;
import dev.signalbox.operation.Submission;
import dev.signalbox.operation.Ticket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/// Restarts of one service, which are asked for at once, whoever needs it: nothing is lost by one, and three presses
/// are three queued restarts. What it means for others is told afterwards, for a while, with a way to restart
/// them too and a way back. FX thread.
public final class Restarts {
    private static final Duration SHOWN = Duration.ofSeconds(8);
    private static final Duration KEPT = Duration.ofSeconds(30);

    private final OperationQueueModel model;
    private final Notices notices;
    /// What can be taken back, the newest first.
    private final Deque<Asked> asked = new ArrayDeque<>();
    private final ReadOnlyObjectWrapper<@Nullable Told> told = new ReadOnlyObjectWrapper<>(this, "told", null);
    private Consumer<String> teller = _ -> {};
    private long until;

    private record Asked(ServiceModel service, Ticket ticket, long until) {}

    /// What is told.
    ///
    /// @param service the one that is restarted; the restart that was asked for last is of it
    /// @param times how often that was asked for
    /// @param dependents the running services that need it
    public record Told(ServiceModel service, int times, Set<String> dependents) {
        public Told {
            dependents = Set.copyOf(dependents);
        }
    }

    Restarts(OperationQueueModel model, Notices notices) {
        this.model = model;
        this.notices = notices;
    }

    /// Sets what tells what was undone.
    void onTell(Consumer<String> action) {
        teller = action;
    }

    /// What is told now; `null` for nothing.
    public ReadOnlyObjectProperty<@Nullable Told> toldProperty() {
        return told.getReadOnlyProperty();
    }

    /// Restarts a service by itself.
    void ask(ServiceModel service) {
        var dependents = model.planner().runningDependents(Set.of(service.id()));
        var _ = model.restart(service.id())
                .thenAccept(answer -> FxThread.run(() -> {
                    notices.answered(answer);
                    if (answer instanceof Submission.Accepted(var ticket)) {
                        accepted(service, ticket, dependents);
                    }
                }));
    }

    private void accepted(ServiceModel service, Ticket ticket, Set<String> dependents) {
        var now = model.time().nanoTime();
        asked.push(new Asked(service, ticket, now + KEPT.toNanos()));
        var before = told.get();
        var times = before != null && before.service().equals(service) ? before.times() + 1 : 1;
        until = now + SHOWN.toNanos();
        told.set(dependents.isEmpty() ? null : new Told(service, times, dependents));
    }

    /// Something else was asked for: what was done last is no restart any more.
    void forget() {
        asked.clear();
        told.set(null);
    }

    /// Why the restart that was asked for last cannot be taken back; `null` if it can.
    public @Nullable String whyNotUndone() {
        var last = last();
        if (last == null) {
            return Texts.of("obstacle.nothing-to-undo");
        }
        return switch (last.ticket().state()) {
            case WAITING, RUNNING -> null;
            case ENDED_NOT_RECORDED, ENDED -> words("undo.ended", last);
        };
    }

    private @Nullable Asked last() {
        var now = model.time().nanoTime();
        asked.removeIf(each -> each.until() - now < 0 || isMerged(each.ticket()));
        return asked.peek();
    }

    /// What it was merged into was asked for before, and can be taken back itself.
    private static boolean isMerged(Ticket restart) {
        return restart.outcome().toCompletableFuture().getNow(null) instanceof Outcome.Coalesced;
    }

    /// Takes the restart back that was asked for last: while it waits it is dropped; once it has begun it is
    /// cancelled, after which the service runs (rule 28d).
    public void undo() {
        var last = last();
        if (last != null) {
            var done = words(last.ticket().state() == Ticket.State.WAITING ? "undo.dropped" : "undo.cancelled", last);
            var _ = model.withdraw(last.ticket().operation().id())
                    .thenAccept(answer -> FxThread.run(() -> {
                        switch (answer) {
                            case Answer.Done _, Answer.Begun _, Answer.Forgotten _ -> undone(last, done);
                            case Answer.Missing _, Answer.Pointless _ -> teller.accept(words("undo.ended", last));
                            case Answer.Refused _ -> {} // the model tells of it
                        }
                    }));
        }
    }

    private static String words(String key, Asked restart) {
        return Texts.of(
                key, restart.ticket().operation().label(), restart.service().id());
    }

    private void undone(Asked restart, String words) {
        teller.accept(words);
        var now = told.get();
        if (asked.remove(restart) && now != null && now.service().equals(restart.service())) {
            told.set(now.times() == 1 ? null : new Told(now.service(), now.times() - 1, now.dependents()));
        }
    }

    /// Tells no more of it.
    public void dismiss() {
        told.set(null);
    }

    /// How much of the time for which it is told is left, from 1 down to 0. At the end it is told no more.
    ///
    /// @param waits whether the time stands still, as the operator is at it
    double left(boolean waits) {
        if (told.get() == null) {
            return 0;
        }
        var now = model.time().nanoTime();
        if (waits) {
            until = Math.max(until, now + SHOWN.toNanos() / 2);
        }
        if (until - now <= 0) {
            dismiss();
            return 0;
        }
        return (double) (until - now) / SHOWN.toNanos();
    }
}
