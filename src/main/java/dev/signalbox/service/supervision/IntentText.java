package dev.signalbox.service.supervision;

import dev.signalbox.service.Intent;
import dev.signalbox.service.Intent.Desired;
import dev.signalbox.service.Intent.Followed;
import dev.signalbox.service.Intent.Hold;
import dev.signalbox.service.Intent.Suspension;
import dev.signalbox.service.Intent.Value;
import dev.signalbox.service.Intent.Verdict;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// An [Intent] as a text of a few lines, each with a word and its values. A line that a later version has added is
/// passed over.
final class IntentText {
    private IntentText() {}

    static String of(Intent intent) {
        var desired = intent.desired();
        return Stream.of(
                        line(
                                "desired",
                                word(desired.value()),
                                text(desired.since()),
                                desired.by(),
                                Long.toString(desired.operation())),
                        verdict(intent.verdict()),
                        hold(intent.hold()),
                        suspension(intent.suspension()),
                        followed(intent.followed()),
                        intent.removed() == null ? "" : line("removed", text(intent.removed())))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("\n"));
    }

    private static String verdict(@Nullable Verdict verdict) {
        return verdict == null
                ? ""
                : line(
                        "verdict",
                        word(verdict.kind()),
                        text(verdict.at()),
                        verdict.boot(),
                        verdict.definition(),
                        verdict.text());
    }

    private static String hold(@Nullable Hold hold) {
        return hold == null ? "" : line("hold", text(hold.since()), text(hold.until()), hold.by(), hold.why());
    }

    private static String suspension(@Nullable Suspension suspension) {
        return suspension == null ? "" : line("suspension", text(suspension.since()), suspension.by());
    }

    private static String followed(@Nullable Followed followed) {
        return followed == null ? "" : line("followed", text(followed.until()), followed.schedule());
    }

    /// @throws IllegalArgumentException if it is not the text of an intent
    static Intent read(String text) {
        var lines = new HashMap<String, List<String>>();
        text.lines().forEach(line -> {
            var parts = Stream.of(line.split(" ", -1))
                    .map(part -> URLDecoder.decode(part, StandardCharsets.UTF_8))
                    .toList();
            lines.put(parts.getFirst(), parts.subList(1, parts.size()));
        });
        try {
            return new Intent(
                    desired(lines), verdict(lines), hold(lines), suspension(lines), followed(lines), removed(lines));
        } catch (IndexOutOfBoundsException | NoSuchElementException | DateTimeException e) {
            throw new IllegalArgumentException("not the text of an intent: " + text, e);
        }
    }

    private static Desired desired(Map<String, List<String>> lines) {
        var parts = lines.get("desired");
        if (parts == null) {
            return Desired.UNSET;
        }
        var value = Value.valueOf(parts.getFirst().toUpperCase(Locale.ROOT));
        return new Desired(value, instant(parts.get(1)), parts.get(2), Long.parseLong(parts.get(3)));
    }

    private static @Nullable Verdict verdict(Map<String, List<String>> lines) {
        var parts = lines.get("verdict");
        if (parts == null) {
            return null;
        }
        var kind = Verdict.Kind.valueOf(parts.getFirst().toUpperCase(Locale.ROOT));
        return new Verdict(kind, parts.get(4), Instant.parse(parts.get(1)), parts.get(2), parts.get(3));
    }

    private static @Nullable Hold hold(Map<String, List<String>> lines) {
        var parts = lines.get("hold");
        return parts == null
                ? null
                : new Hold(Instant.parse(parts.getFirst()), parts.get(2), parts.get(3), instant(parts.get(1)));
    }

    private static @Nullable Suspension suspension(Map<String, List<String>> lines) {
        var parts = lines.get("suspension");
        return parts == null ? null : new Suspension(Instant.parse(parts.getFirst()), parts.get(1));
    }

    private static @Nullable Followed followed(Map<String, List<String>> lines) {
        var parts = lines.get("followed");
        return parts == null ? null : new Followed(parts.get(1), Instant.parse(parts.getFirst()));
    }

    private static @Nullable Instant removed(Map<String, List<String>> lines) {
        var parts = lines.get("removed");
        return parts == null ? null : Instant.parse(parts.getFirst());
    }

    private static String line(String... parts) {
        return Stream.of(parts)
                .map(part -> URLEncoder.encode(part, StandardCharsets.UTF_8))
                .collect(Collectors.joining(" "));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static String text(@Nullable Instant time) {
        return time == null ? "" : time.toString();
    }

    private static @Nullable Instant instant(String text) {
        return text.isEmpty() ? null : Instant.parse(text);
    }
}
