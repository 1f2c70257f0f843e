package dev.signalbox.api;

import dev.signalbox.api.Route.Parameter;
import dev.signalbox.code.Code;
import dev.signalbox.engine.Answer.Begun;
import dev.signalbox.engine.ServedEngine;
import dev.signalbox.journal.EarlierRequest;
import dev.signalbox.journal.HistoryFilter;
import dev.signalbox.journal.JournalException;
import dev.signalbox.journal.OperationDetails;
import dev.signalbox.journal.RecordedOperation;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.Outcome;
import dev.signalbox.operation.Source.Road;
import dev.signalbox.operation.Ticket;
import dev.signalbox.wire.AskedMessage;
import dev.signalbox.wire.CancellationMessage;
import dev.signalbox.wire.OperationMessage;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What was asked of services, and what became of it.
final class OperationsResource {
    private static final int PAGE = 50;
    private static final int LARGEST_PAGE = 500;
    private static final Duration LOOK_EVERY = Duration.ofMillis(10);
    private static final int LOOKS = 200;
    /// At most so often for all of a list together.
    private static final int LOOKS_FOR_ALL = 20;
    private static final int LONGEST_CHAIN = 100;
    private static final Set<String> OUTCOMES =
            Set.of("waiting", "running", "succeeded", "failed", "timed_out", "cancelled", "coalesced");

    private final ServedEngine engine;
    private final Idempotency idempotency;

    OperationsResource(ServedEngine engine, Idempotency idempotency) {
        this.engine = engine;
        this.idempotency = idempotency;
    }

    List<Route> routes() {
        return List.of(
                Route.get(
                                "listOperations",
                                "/operations",
                                "Operations, newest first, from the journal",
                                "[Operation]",
                                this::list)
                        .telling("X-Total-Count", "Link")
                        .with(
                                Parameter.text("service", "only these services, comma-separated"),
                                Parameter.text("kind", "only start, stop or restart, comma-separated"),
                                Parameter.text("outcome", "only these outcomes, or waiting and running"),
                                Parameter.text("road", "only what came this way, such as http_api"),
                                Parameter.text("actor", "only what this one asked for"),
                                Parameter.number("plan", "only those of this plan"),
                                Parameter.time("from", "not submitted before this time"),
                                Parameter.time("until", "submitted before this time"),
                                Parameter.text(
                                        "text",
                                        "words, each in the service, kind, outcome, who asked, cause or why; #12 is the "
                                                + "operation of that number"),
                                Parameter.number("offset", "how many are passed over"),
                                Parameter.number("limit", "how many at most, 50 if not given")),
                Route.get("getOperation", "/operations/{id}", "One operation", "Operation", this::get),
                Route.delete(
                        "cancelOperation",
                        "/operations/{id}",
                        "Cancel an operation",
                        200,
                        "Cancellation",
                        this::cancel),
                Route.get(
                        "findRequest",
                        "/requests/{key}",
                        "What became of what this caller asked under an Idempotency-Key",
                        "Asked",
                        this::asked));
    }

    private Answer list(Request request) throws JournalException {
        // Later pages must not shift by what has been submitted meanwhile.
        var until = request.time("until").orElseGet(() -> Instant.now().plusMillis(1));
        var offset = request.number("offset", 0, 0, Integer.MAX_VALUE - LARGEST_PAGE);
        var limit = request.number("limit", PAGE, 1, LARGEST_PAGE);
        var hits = engine.history().find(filter(request, until));
        var answer = Answer.ok(views(hits.page(offset, limit))).with("X-Total-Count", Integer.toString(hits.count()));
        return offset + limit < hits.count()
                ? answer.with("Link", next(request, offset + limit, limit, until))
                : answer;
    }

    private static HistoryFilter filter(Request request, Instant until) {
        var outcomes = Set.copyOf(request.texts("outcome"));
        outcomes.stream().filter(word -> !OUTCOMES.contains(word)).findFirst().ifPresent(word -> {
            var allowed = OUTCOMES.stream().sorted().collect(Collectors.joining(", "));
            throw Problem.badRequest("outcome is " + Request.quoted(word) + ". Allowed: " + allowed)
                    .thrown();
        });
        return new HistoryFilter(
                Set.copyOf(request.texts("service")),
                Set.copyOf(request.words("kind", OperationKind.class)),
                outcomes,
                Set.copyOf(request.words("road", Road.class)),
                request.text("actor").orElse(""),
                request.number("plan", 0, 0, Integer.MAX_VALUE),
                request.time("from").orElse(null),
                until,
                request.text("text").orElse(""));
    }

    private static String next(Request request, int offset, int limit, Instant until) {
        var query = new TreeMap<String, String>();
        request.query().forEach((name, values) -> query.put(name, values.getFirst()));
        query.put("offset", Integer.toString(offset));
        query.put("limit", Integer.toString(limit));
        query.put("until", until.toString());
        var text = query.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return "</api/v1/operations?" + text + ">; rel=\"next\"";
    }

    Answer get(Request request) throws JournalException {
        var unrecorded = engine.ticket(request.id());
        if (unrecorded != null && !unrecorded.isRecorded()) {
            return Answer.ok(view(unrecorded));
        }
        var details = details(request);
        if (details.recorded().end() == null) {
            var view = view(details.recorded(), new Looks(LOOKS));
            details = details(request);
            if (details.recorded().end() == null) {
                return Answer.ok(view);
            }
        }
        return Answer.ok(effectively(OperationMessage.recorded(details), details.recorded()));
    }

    private Answer asked(Request request) throws JournalException {
        var numbers = idempotency
                .find(request.caller(), request.path("key"), earlier -> numbers(accepted(earlier)))
                .orElseThrow(() -> Problem.notFound(
                                "nothing was done under this key within the last day, as far as is known")
                        .thrown());
        var views = new ArrayList<OperationMessage>();
        var looks = new Looks(LOOKS_FOR_ALL);
        for (var number : numbers) {
            var ticket = engine.ticket(number);
            if (ticket != null) {
                views.add(view(ticket));
                continue;
            }
            var recorded = engine.history().details(number);
            if (recorded.isPresent()) {
                views.add(view(recorded.get().recorded(), looks));
            }
        }
        return Answer.ok(new AskedMessage(views));
    }

    static List<Long> numbers(List<RecordedOperation> operations) {
        return operations.stream().map(RecordedOperation::id).toList();
    }

    /// The operations that an engine before this one has accepted for a request, as far as the journal has them
    /// still.
    List<RecordedOperation> accepted(EarlierRequest request) throws JournalException {
        var all = new ArrayList<RecordedOperation>();
        for (var number : request.accepted()) {
            var one = engine.history().details(number).map(OperationDetails::recorded);
            if (one.isPresent()) {
                var plan = one.get().operation().plan();
                all.addAll(plan == 0 ? List.of(one.get()) : engine.history().plan(plan));
            }
        }
        return all;
    }

    /// The ticket of the one operation that an engine before this one has accepted for a request.
    Ticket ticket(EarlierRequest request) throws JournalException {
        var accepted = accepted(request);
        if (accepted.isEmpty()) {
            throw Problem.conflict("it was done as operation "
                            + request.accepted().getLast() + ", of which the journal knows no more")
                    .thrown();
        }
        var last = accepted.getLast();
        var end = last.end();
        if (end == null) {
            throw Problem.unavailable("what became of operation " + last.id() + " is not known yet")
                    .thrown();
        }
        var effective = effective(last);
        return new PastTicket(last.operation(), end.outcome(), effective == null ? end.outcome() : effective);
    }

    List<OperationMessage> views(List<RecordedOperation> operations) throws JournalException {
        var views = new ArrayList<OperationMessage>();
        var looks = new Looks(LOOKS_FOR_ALL);
        for (var operation : operations) {
            views.add(view(operation, looks));
        }
        return views;
    }

    private OperationDetails details(Request request) throws JournalException {
        return engine.history().details(request.id()).orElseThrow(() -> unknown(request));
    }

    /// How often it is looked again for what is about to be known.
    private static final class Looks {
        private int left;

        Looks(int left) {
            this.left = left;
        }

        /// Waits for the next.
        ///
        /// @return false if there is none
        boolean another() {
            if (left == 0) {
                return false;
            }
            left--;
            try {
                Thread.sleep(LOOK_EVERY);
                return true;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                left = 0; // the server is closing
                return false;
            }
        }
    }

    static Problem.Thrown unknown(Request request) {
        return Problem.notFound("there is no operation " + request.id())
                .coded(Code.NO_OPERATION)
                .thrown();
    }

    /// One that lives is told as its queue has it, which knows its place. What has left its queue since it was read
    /// has an outcome, which the journal knows by now, or is about to.
    private OperationMessage view(RecordedOperation read, Looks looks) throws JournalException {
        var recorded = read;
        while (recorded.end() == null) {
            var ticket = engine.ticket(recorded.id());
            if (ticket != null && !ticket.isRecorded()) {
                return view(ticket);
            }
            var live = live(recorded.operation().service(), recorded.id());
            if (live != null) {
                return live;
            }
            var again = engine.history().details(recorded.id()).map(OperationDetails::recorded);
            if (again.isEmpty() || (again.get().end() == null && !looks.another())) {
                return OperationMessage.recorded(recorded);
            }
            recorded = again.get();
        }
        return effectively(OperationMessage.recorded(recorded), recorded);
    }

    /// The ticket as it is now: in its queue, or ended.
    OperationMessage view(Ticket ticket) {
        var operation = ticket.operation();
        Outcome outcome = ticket.outcome().toCompletableFuture().getNow(null);
        if (outcome == null) {
            var live = live(operation.service(), operation.id());
            return live == null ? OperationMessage.accepted(operation) : live;
        }
        return ticket.isRecorded()
                ? ended(operation, outcome)
                : OperationMessage.ended(operation, outcome).withoutRecord();
    }

    /// One that waits or runs, as its queue has it; `null` if it does neither.
    @Nullable
    OperationMessage live(String service, long id) {
        var its = engine.find(service);
        if (its == null) {
            return null;
        }
        var queue = its.queue();
        var active = queue.active();
        var view = active != null && active.operation().id() == id
                ? OperationMessage.running(active)
                : OperationMessage.waiting(queue, id);
        var ticket = engine.ticket(id);
        return view == null || ticket == null || ticket.isRecorded() ? view : view.withoutRecord();
    }

    /// One that has ended just now: with its figures, if the journal can tell them.
    OperationMessage ended(Operation operation, Outcome outcome) {
        try {
            var details = engine.history().details(operation.id());
            if (details.isPresent() && details.get().recorded().end() != null) {
                return OperationMessage.recorded(details.get());
            }
        } catch (JournalException _) {
            // What is known without it will do.
        }
        return OperationMessage.ended(operation, outcome);
    }

    private OperationMessage effectively(OperationMessage view, RecordedOperation recorded) throws JournalException {
        var effective = effective(recorded);
        return effective == null ? view : view.effectively(effective);
    }

    /// That of what it was merged into, or its own; `null` if it is not known.
    private @Nullable Outcome effective(RecordedOperation recorded) throws JournalException {
        var end = recorded.end();
        for (int i = 0; i < LONGEST_CHAIN && end != null; i++) {
            if (!(end.outcome() instanceof Outcome.Coalesced(var survivor))) {
                return end.outcome();
            }
            end = engine.history()
                    .details(survivor)
                    .map(details -> details.recorded().end())
                    .orElse(null);
        }
        return null;
    }

    private Answer cancel(Request request) throws InterruptedException {
        return switch (Asked.of(engine.as(request.source()).cancel(request.id()))) {
            case Begun _ -> Answer.ok(CancellationMessage.STOP_REQUESTED);
            default -> Answer.ok(CancellationMessage.CANCELLED);
        };
    }
}
