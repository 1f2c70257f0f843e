package dev.signalbox.engine.remote;

import dev.signalbox.engine.LogSearch;
import dev.signalbox.engine.WholeLog;
import dev.signalbox.log.LogExtent;
import dev.signalbox.log.LogFrom;
import dev.signalbox.log.LogOutline;
import dev.signalbox.log.LogPage;
import dev.signalbox.log.LogPlace;
import dev.signalbox.log.LogQuery;
import dev.signalbox.wire.LogExtentMessage;
import dev.signalbox.wire.LogOutlineMessage;
import dev.signalbox.wire.LogPageMessage;
import dev.signalbox.wire.RemoteClock;
import dev.signalbox.wire.ShareMessage;
import dev.signalbox.wire.Wire;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Reads the whole log of some services from an engine elsewhere.
final class RemoteWholeLog implements WholeLog {
    /// Characters of all places in one request, whose first line has a bound.
    private static final int MOST_CHARACTERS = 2_000;

    private final Http http;
    private final String services;
    private final Supplier<RemoteClock> clock;
    private final Set<RemoteLogSearch> searches = ConcurrentHashMap.newKeySet();

    RemoteWholeLog(Http http, List<String> services, Supplier<RemoteClock> clock) {
        this.http = http;
        this.services = "?services=" + Http.encoded(String.join(",", services));
        this.clock = clock;
    }

    private <T> T ask(String path, String query, Class<T> type) throws IOException {
        try {
            return Wire.readAnswer(http.get("/logs" + path + services + query), type);
        } catch (RefusedException e) {
            throw new IOException(e.reason(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    @Override
    public LogExtent extent() throws IOException {
        return ask("/extent", "", LogExtentMessage.class).toExtent(clock.get());
    }

    @Override
    public LogPage read(LogFrom from, int before, int behind) throws IOException {
        var where = switch (from) {
            case LogFrom.Oldest _ -> "&share=0";
            case LogFrom.Newest _ -> "";
            case LogFrom.At(var place) -> "&place=" + Http.encoded(place.toString());
            case LogFrom.Time(var time) -> time("time", time);
            case LogFrom.Share(var share) ->
                "&share="
                        + new BigDecimal(share).setScale(15, RoundingMode.DOWN).toPlainString();
        };
        var query = where + "&before=" + before + "&behind=" + behind;
        return ask("", query, LogPageMessage.class).toPage(clock.get());
    }

    private String time(String name, Instant time) {
        return "&" + name + "=" + Http.encoded(clock.get().there(time).toString());
    }

    @Override
    public List<LogPage> around(List<LogPlace> places, int context) throws IOException {
        var pages = new ArrayList<LogPage>();
        for (int from = 0, to; from < places.size(); from = to) {
            var text = new StringBuilder();
            for (to = from; to < places.size() && (to == from || text.length() < MOST_CHARACTERS); to++) {
                text.append(text.isEmpty() ? "" : "%0A")
                        .append(Http.encoded(places.get(to).toString()));
            }
            for (var message : ask("/around", "&places=" + text + "&context=" + context, LogPageMessage[].class)) {
                var page = message.toPage(clock.get());
                var joined = pages.isEmpty() ? null : pages.getLast().joined(page);
                if (joined != null) {
                    pages.removeLast();
                }
                pages.add(joined == null ? page : joined);
            }
        }
        return pages;
    }

    @Override
    public double share(LogPlace place) throws IOException {
        return ask("/share", "&place=" + Http.encoded(place.toString()), ShareMessage.class)
                .share();
    }

    @Override
    public LogOutline outline() throws IOException {
        return ask("/outline", "", LogOutlineMessage.class).toOutline(clock.get());
    }

    @Override
    public LogSearch search(LogQuery query) {
        var search = new RemoteLogSearch(http, "/logs/search" + services + query(query), searches::remove);
        searches.add(search);
        search.start();
        return search;
    }

    private String query(LogQuery query) {
        var text = new StringBuilder();
        if (!query.text().isEmpty()) {
            text.append("&text=").append(Http.encoded(query.text()));
        }
        text.append("&regex=").append(query.regex()).append("&any_case=").append(!query.matchCase());
        text.append(words("level", query.levels())).append(words("stream", query.streams()));
        if (query.since() != null) {
            text.append(time("since", query.since()));
        }
        if (query.until() != null) {
            text.append(time("until", query.until()));
        }
        return text.toString();
    }

    private static String words(String name, Set<? extends Enum<?>> constants) {
        return constants.isEmpty()
                ? ""
                : constants.stream()
                        .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                        .sorted()
                        .collect(Collectors.joining(",", "&" + name + "=", ""));
    }

    @Override
    public void close() {
        searches.forEach(RemoteLogSearch::close);
    }
}
