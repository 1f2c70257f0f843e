package dev.signalbox.remote;

import dev.signalbox.journal.History;
import dev.signalbox.journal.HistoryFilter;
import dev.signalbox.journal.JournalEvent;
import dev.signalbox.journal.JournalException;
import dev.signalbox.journal.OperationDetails;
import dev.signalbox.journal.RecordedOperation;
import dev.signalbox.operation.OperationKind;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The journal of an engine elsewhere.
final class RemoteHistory implements History {
    private static final int LARGEST_PAGE = 500;
    private static final Pattern UNTIL = Pattern.compile("[?&]until=([^&>]+)");

    private final Http http;
    private final Supplier<RemoteClock> clock;

    RemoteHistory(Http http, Supplier<RemoteClock> clock) {
        this.http = http;
        this.clock = clock;
    }

    @Override
    public Hits find(HistoryFilter filter) throws JournalException {
        var query = query(filter);
        return asked(() -> {
            var first = http.getWithHead("/operations?limit=1" + query);
            var count = (int) first.headers().firstValueAsLong("X-Total-Count").orElse(0);
            // So that later pages are of the same operations.
            var until = UNTIL.matcher(first.headers().firstValue("Link").orElse(""));
            return new RemoteHits(
                    query.contains("&until=") || !until.find() ? query : query + "&until=" + until.group(1), count);
        });
    }

    private String query(HistoryFilter filter) {
        var parts = new LinkedHashMap<String, String>();
        parts.put("service", joined(filter.services()));
        parts.put(
                "kind", joined(filter.kinds().stream().map(OperationKind::word).toList()));
        parts.put("outcome", joined(filter.outcomes()));
        parts.put("road", joined(filter.roads().stream().map(Words::of).toList()));
        parts.put("actor", filter.actor());
        parts.put("plan", filter.plan() == 0 ? "" : Long.toString(filter.plan()));
        parts.put("from", there(filter.from()));
        parts.put("until", there(filter.until()));
        parts.put("text", filter.text());
        return parts.entrySet().stream()
                .filter(part -> !part.getValue().isEmpty())
                .map(part -> "&" + part.getKey() + "=" + Http.encoded(part.getValue()))
                .collect(Collectors.joining());
    }

    private static String joined(Collection<String> words) {
        return words.stream().sorted().collect(Collectors.joining(","));
    }

    private String there(@Nullable Instant here) {
        return here == null ? "" : clock.get().there(here).toString();
    }

    private final class RemoteHits implements Hits {
        private final String query;
        private final int count;

        RemoteHits(String query, int count) {
            this.query = query;
            this.count = count;
        }

        @Override
        public int count() {
            return count;
        }

        @Override
        public List<RecordedOperation> page(int first, int size) throws JournalException {
            return asked(() -> {
                var page = new ArrayList<RecordedOperation>();
                var end = Math.min(count, first + size);
                for (int at = first; at < end; at += LARGEST_PAGE) {
                    var limit = Math.min(LARGEST_PAGE, end - at);
                    var answer = http.get("/operations?offset=" + at + "&limit=" + limit + query);
                    for (var wire : Wire.read(answer, Wire.Operation[].class)) {
                        page.add(recorded(wire));
                    }
                }
                return page;
            });
        }
    }

    @Override
    public Optional<OperationDetails> details(long id) throws JournalException {
        return asked(() -> {
            try {
                var wire = Wire.read(http.get("/operations/" + id), Wire.Operation.class);
                var context = Wire.read(http.get("/operations/" + id + "/context"), Wire.Context.class);
                return Optional.of(new OperationDetails(
                        recorded(wire),
                        Operations.steps(wire),
                        context.effects().stream()
                                .map(effect ->
                                        new OperationDetails.Effect(clock.get().here(effect.at()), effect.text()))
                                .toList(),
                        context.behind().stream().map(this::recorded).toList(),
                        context.exits().stream().map(this::event).toList()));
            } catch (RefusedException e) {
                if (e.status() == 404) {
                    return Optional.<OperationDetails>empty();
                }
                throw e;
            }
        });
    }

    private RecordedOperation recorded(Wire.Operation wire) {
        return Operations.recorded(wire, clock.get());
    }

    private JournalEvent event(Wire.JournalEvent wire) {
        return new JournalEvent(
                clock.get().here(wire.at()),
                wire.service(),
                Words.constant(JournalEvent.Kind.class, wire.kind()),
                wire.value(),
                wire.text());
    }

    @Override
    public List<JournalEvent> events(@Nullable String service, int limit) throws JournalException {
        var of = service == null ? "" : "&service=" + Http.encoded(service);
        return asked(() -> {
            var answer = http.get("/journal/events?limit=" + Math.min(limit, LARGEST_PAGE) + of);
            return Stream.of(Wire.read(answer, Wire.JournalEvent[].class))
                    .map(this::event)
                    .toList();
        });
    }

    @Override
    public Map<OperationKind, Figures> figures(String service, Instant from) throws JournalException {
        return performance(service, from).operations();
    }

    @Override
    public Uptime uptime(String service, Instant from) throws JournalException {
        return performance(service, from).uptime();
    }

    @Override
    public Performance performance(String service, Instant from) throws JournalException {
        var path = "/services/" + Http.encoded(service) + "/figures?from=" + Http.encoded(there(from));
        return asked(() -> {
            var wire = Wire.read(http.get(path), Wire.Figures.class);
            return new Performance(figures(wire.operations()), uptime(wire.uptime()));
        });
    }

    private static Map<OperationKind, Figures> figures(List<Wire.KindFigures> kinds) {
        var figures = new EnumMap<OperationKind, Figures>(OperationKind.class);
        for (var wire : kinds) {
            figures.put(
                    Words.constant(OperationKind.class, wire.kind()),
                    new Figures(
                            wire.count(),
                            wire.failed(),
                            quantiles(wire.waitedP50Ms(), wire.waitedP95Ms()),
                            quantiles(wire.ranP50Ms(), wire.ranP95Ms())));
        }
        return figures;
    }

    private static Quantiles quantiles(long p50Millis, long p95Millis) {
        return new Quantiles(Duration.ofMillis(p50Millis), Duration.ofMillis(p95Millis));
    }

    private static Uptime uptime(Wire.Uptime wire) {
        return new Uptime(
                Duration.ofMillis(wire.upMs()),
                Duration.ofMillis(wire.downMs()),
                Duration.ofMillis(wire.longestOutageMs()),
                wire.outages(),
                wire.restartsPerDay());
    }

    @Override
    public List<RunTime> runTimes(int runs) throws JournalException {
        return asked(() -> Stream.of(Wire.read(http.get("/run-times?runs=" + runs), Wire.RunTime[].class))
                .map(wire -> new RunTime(
                        wire.service(),
                        Words.constant(OperationKind.class, wire.kind()),
                        Duration.ofMillis(wire.ranMs())))
                .toList());
    }

    private interface Question<T> {
        T ask() throws IOException, RefusedException, InterruptedException;
    }

    private <T> T asked(Question<T> question) throws JournalException {
        try {
            return question.ask();
        } catch (IOException | RefusedException | RuntimeException e) {
            throw new JournalException("the journal on " + http.host() + " cannot be read: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JournalException("the search was ended", e);
        }
    }
}
