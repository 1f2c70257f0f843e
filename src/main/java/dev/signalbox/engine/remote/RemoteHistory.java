package dev.signalbox.engine.remote;

import dev.signalbox.journal.History;
import dev.signalbox.journal.HistoryFilter;
import dev.signalbox.journal.JournalEvent;
import dev.signalbox.journal.JournalException;
import dev.signalbox.journal.OperationDetails;
import dev.signalbox.journal.RecordedOperation;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.wire.ContextMessage;
import dev.signalbox.wire.FiguresMessage;
import dev.signalbox.wire.JournalEventMessage;
import dev.signalbox.wire.OperationMessage;
import dev.signalbox.wire.RemoteClock;
import dev.signalbox.wire.RunTimeMessage;
import dev.signalbox.wire.Wire;
import dev.signalbox.wire.Words;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
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
                    for (var message : Wire.readAnswer(answer, OperationMessage[].class)) {
                        page.add(message.toRecorded(clock.get()));
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
                var message = Wire.readAnswer(http.get("/operations/" + id), OperationMessage.class);
                var context = Wire.readAnswer(http.get("/operations/" + id + "/context"), ContextMessage.class);
                return Optional.of(message.toDetails(context, clock.get()));
            } catch (RefusedException e) {
                if (e.status() == 404) {
                    return Optional.<OperationDetails>empty();
                }
                throw e;
            }
        });
    }

    @Override
    public List<JournalEvent> events(@Nullable String service, int limit) throws JournalException {
        var of = service == null ? "" : "&service=" + Http.encoded(service);
        return asked(() -> {
            var answer = http.get("/journal/events?limit=" + Math.min(limit, LARGEST_PAGE) + of);
            return Stream.of(Wire.readAnswer(answer, JournalEventMessage[].class))
                    .map(message -> message.toEvent(clock.get()))
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
        return asked(() -> Wire.readAnswer(http.get(path), FiguresMessage.class).toPerformance());
    }

    @Override
    public List<RunTime> runTimes(int runs) throws JournalException {
        return asked(() -> Stream.of(Wire.readAnswer(http.get("/run-times?runs=" + runs), RunTimeMessage[].class))
                .map(RunTimeMessage::toRunTime)
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
