package dev.signalbox.api;

import dev.signalbox.code.Code;
import dev.signalbox.operation.Source;
import dev.signalbox.operation.Why;
import dev.signalbox.text.PlainText;
import dev.signalbox.wire.UnknownWordException;
import dev.signalbox.wire.Wire;
import dev.signalbox.wire.Words;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/// A request whose caller is known and allowed to make it.
///
/// @param path what the path says
/// @param query what follows it
/// @param headers gives a header's value
/// @param end gives what completes when its caller has closed the connection, see [Connection#end]
/// @param admitted whether its caller still may ask, for answers that go on
/// @param allows whether its caller may ask for what needs a role
record Request(
        Route route,
        Caller caller,
        Map<String, String> path,
        Map<String, List<String>> query,
        Function<String, Optional<String>> headers,
        String body,
        Supplier<CompletableFuture<Void>> end,
        BooleanSupplier admitted,
        Predicate<Role> allows) {
    static final String TIMES = "a time such as 2026-01-31T12:00:00Z";

    private static final String UNEXPECTED = "the body is not the JSON that is expected here";
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,18}");
    private static final Pattern JSON_TYPE =
            Pattern.compile("(?i)application/json\\s*(;\\s*charset\\s*=\\s*(utf-8|\"utf-8\")\\s*)?");
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)?");

    /// Checks that the query has what the route knows, once each.
    Request {
        var known = route.parameters().stream()
                .filter(parameter -> !parameter.isHeader())
                .map(Route.Parameter::name)
                .toList();
        query.forEach((name, values) -> {
            if (!known.contains(name)) {
                var allowed = known.isEmpty() ? "none" : String.join(", ", known);
                throw Problem.badRequest("unknown parameter " + quoted(name) + ". Allowed: " + allowed)
                        .thrown();
            }
            if (values.size() > 1) {
                throw Problem.badRequest(
                                "the parameter " + name + " is there " + values.size() + " times. Allowed: once")
                        .thrown();
            }
        });
    }

    /// Text of a client for a message: short, and with nothing but plain characters.
    static String quoted(String text) {
        return '"' + PlainText.line(PlainText.beginning(text, 60)) + '"';
    }

    /// A header that the route says it looks at; empty if it is not there.
    Optional<String> header(String name) {
        if (route.parameters().stream()
                .noneMatch(parameter -> parameter.isHeader() && parameter.name().equals(name))) {
            throw new IllegalStateException(route.path() + " does not say that it looks at " + name);
        }
        return headers.apply(name);
    }

    Source source() {
        return caller.source();
    }

    String path(String name) {
        return path.getOrDefault(name, "");
    }

    /// A number in the path that names something.
    long id() {
        return digits(path("id"))
                .orElseThrow(() -> Problem.notFound(
                                "there is no operation " + quoted(path("id")) + "; operations have numbers")
                        .coded(Code.NO_OPERATION)
                        .thrown());
    }

    /// The number that `text` is, in the digits 0 to 9 alone: Java takes those of all scripts.
    static Optional<Long> digits(String text) {
        return DIGITS.matcher(text).matches() ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(query.get(name)).map(List::getFirst);
    }

    /// Why it is asked, in the words of who asks; empty if there are none.
    String why() {
        var words = text(Route.Parameter.WHY.name()).orElse("");
        Why.problem(words).ifPresent(problem -> {
            throw Problem.badRequest("why " + problem).thrown();
        });
        return words.strip();
    }

    boolean flag(String name) {
        return text(name)
                .map(value -> switch (value) {
                    case "true", "1", "" -> true;
                    case "false", "0" -> false;
                    default -> throw wrong(name, value, "true, false");
                })
                .orElse(false);
    }

    /// A number that is not negative.
    int number(String name, int otherwise, int least, int most) {
        return text(name)
                .map(value -> {
                    var number = digits(value).orElse(-1L);
                    if (number < least || number > most) {
                        throw wrong(name, value, "a number from " + least + " to " + most);
                    }
                    return number.intValue();
                })
                .orElse(otherwise);
    }

    Duration duration(String name, Duration otherwise, Duration most) {
        return text(name)
                .map(value -> {
                    var match = DURATION.matcher(value);
                    var found = match.matches() ? length(Long.parseLong(match.group(1)), match.group(2)) : null;
                    if (found == null || found.compareTo(most) > 0) {
                        throw wrong(name, value, "a time such as 500ms, 30s or 2m, up to " + most.toSeconds() + "s");
                    }
                    return found;
                })
                .orElse(otherwise);
    }

    private static Duration length(long number, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            case "d" -> Duration.ofDays(number);
            case null, default -> Duration.ofSeconds(number);
        };
    }

    Optional<Instant> time(String name) {
        return text(name).map(value -> instant(value).orElseThrow(() -> wrong(name, value, TIMES)));
    }

    /// The time that `text` says, with a year of four digits (RFC 3339); empty if it says none.
    static Optional<Instant> instant(String text) {
        try {
            return text.matches("\\d{4}-.*") ? Optional.of(Instant.parse(text)) : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /// Constants of `type` by their words, comma-separated.
    <E extends Enum<E>> List<E> words(String name, Class<E> type) {
        return texts(name).stream().map(word -> word(name, word, type)).toList();
    }

    static <E extends Enum<E>> E word(String name, String word, Class<E> type) {
        try {
            return Words.constant(name, word, type);
        } catch (UnknownWordException e) {
            throw wrong(e);
        }
    }

    /// Texts, comma-separated.
    List<String> texts(String name) {
        return text(name)
                .map(value -> Arrays.stream(value.split(","))
                        .map(String::strip)
                        .filter(part -> !part.isEmpty())
                        .toList())
                .orElse(List.of());
    }

    /// The body as an object of `type`.
    <T> T json(Class<T> type) {
        var found = headers.apply("Content-Type").orElse("of no type");
        if (!JSON_TYPE.matcher(found.strip()).matches()) {
            throw Problem.unsupportedType(quoted(found)).thrown();
        }
        return read(body, type);
    }

    /// The same of any text.
    static <T> T read(String text, Class<T> type) {
        try {
            var value = Wire.readRequest(text, type);
            if (value == null) {
                throw Problem.badRequest("the body is null. Allowed: an object").thrown();
            }
            return value;
        } catch (UnrecognizedPropertyException e) {
            throw Problem.badRequest("the body has an unknown key " + quoted(e.getPropertyName())
                            + ". Allowed: "
                            + String.join(
                                    ", ",
                                    e.getKnownPropertyIds().stream()
                                            .map(String::valueOf)
                                            .sorted()
                                            .toList()))
                    .thrown();
        } catch (MismatchedInputException e) {
            throw (e.getPath().isEmpty()
                            ? Problem.badRequest(UNEXPECTED + place(e))
                            : Problem.unprocessable(
                                    "a value in the body is not of the kind that is expected there" + place(e)))
                    .thrown();
        } catch (JacksonException e) {
            throw Problem.badRequest(UNEXPECTED + place(e)).thrown();
        }
    }

    private static String place(JacksonException e) {
        var place = e.getLocation();
        return place == null || place.getLineNr() < 0
                ? ""
                : ": line " + place.getLineNr() + ", column " + place.getColumnNr();
    }

    static Problem.Thrown wrong(UnknownWordException e) {
        return wrong(e.name(), e.word(), String.join(", ", e.allowed()));
    }

    private static Problem.Thrown wrong(String name, String value, String allowed) {
        return Problem.badRequest(name + " is " + quoted(value) + ". Allowed: " + allowed)
                .thrown();
    }
}
