package dev.signalbox.console.commands;

import dev.signalbox.console.commands.Undos.Undo;
import dev.signalbox.console.fx.FxThread;
import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.model.OperationQueueModel;
import dev.signalbox.console.model.ServiceModel;
import dev.signalbox.operation.Submission;
import dev.signalbox.operation.Ticket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/// Restarts of one service, which are asked for at once, whoever needs it: nothing is lost by one, and three presses
/// are three queued restarts. What it means for others is told afterwards, for a while, with a way to restart them too
/// and a way back. FX thread.
public final class Restarts {
    private static final Duration SHOWN = Duration.ofSeconds(8);

    private final OperationQueueModel model;
    private final Notices notices;
    private final Undos undos;
    private final List<Asked> asked = new ArrayList<>();
    private final ReadOnlyObjectWrapper<@Nullable Told> told = new ReadOnlyObjectWrapper<>(this, "told", null);
    private long until;

    /// A restart that was asked for and could be taken back when that was last looked at.
    private record Asked(Ticket ticket, Undo undo) {}

    /// What is told.
    ///
    /// @param service the one that is restarted
    /// @param times how often that was asked for
    /// @param dependents the running services that need it
    public record Told(ServiceModel service, int times, Set<String> dependents) {
        public Told {
            dependents = Set.copyOf(dependents);
        }
    }

    Restarts(OperationQueueModel model, Notices notices, Undos undos) {
        this.model = model;
        this.notices = notices;
        this.undos = undos;
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
                    switch (answer) {
                        case Submission.Accepted(var ticket) -> accepted(service, ticket, dependents);
                        case Submission.Refused(var reason) -> notices.refused(reason);
                    }
                }));
    }

    private void accepted(ServiceModel service, Ticket ticket, Set<String> dependents) {
        if (!ticket.isRecorded()) {
            notices.unrecorded(ticket.operation());
        }
        var before = told.get();
        if (before == null || !before.service().equals(service)) {
            asked.clear();
        }
        var undo = new Undo(() -> whyNotUndone(ticket), () -> undo(ticket));
        undos.add(undo);
        asked.add(new Asked(ticket, undo));
        if (!dependents.isEmpty()) {
            until = model.time().nanoTime() + SHOWN.toNanos();
            told.set(new Told(service, asked.size(), dependents));
        }
    }

    /// Takes the restart back that was asked for last.
    public void undo() {
        if (!asked.isEmpty()) {
            var last = asked.getLast();
            var obstacle = last.undo().obstacle().get();
            undos.remove(last.undo());
            if (obstacle == null) {
                last.undo().deed().run();
            } else {
                asked.removeLast();
                notices.inform(Texts.of("undo.not"), obstacle);
                show();
            }
        }
    }

    /// Why the restart that was asked for last cannot be taken back; `null` if it can.
    public @Nullable String whyNotUndone() {
        return asked.isEmpty()
                ? Texts.of("obstacle.nothing-to-undo")
                : asked.getLast().undo().obstacle().get();
    }

    private static @Nullable String whyNotUndone(Ticket restart) {
        return switch (restart.state()) {
            case WAITING, RUNNING -> null;
            case ENDED_NOT_RECORDED, ENDED ->
                Texts.of(
                        "undo.ended",
                        restart.operation().label(),
                        restart.operation().service());
        };
    }

    /// While it waits it is dropped; once it has begun it is cancelled, after which the service runs (rule 28d).
    private void undo(Ticket restart) {
        model.cancel(restart.operation().id());
        asked.removeIf(each -> each.ticket().equals(restart));
        show();
    }

    private void show() {
        var now = told.get();
        if (now != null) {
            told.set(asked.isEmpty() ? null : new Told(now.service(), asked.size(), now.dependents()));
        }
    }

    /// Tells no more of it.
    public void dismiss() {
        told.set(null);
        asked.clear();
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
