package dev.signalbox.cli;

import dev.signalbox.text.ByteSizes;
import dev.signalbox.text.PlainText;
import dev.signalbox.text.ShellWord;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the engine's answers look like to people.
final class Words {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    /// The codes of decisions to start a service that is down, but later.
    private static final Set<String> WAITING = Set.of("held", "dependency", "port", "trouble", "journal");

    private static final long SECOND = 1_000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    private Words() {}

    static String text(Node node, String name) {
        return plain(node.path(name).text());
    }

    /// Text of others on one line, see [PlainText].
    static String plain(String text) {
        return PlainText.line(text);
    }

    static String orDash(String text) {
        return text.isEmpty() ? "-" : text;
    }

    /// A service's state; `waiting` where it is down, is to run, and something keeps it from being started;
    /// `unready` and `unhealthy` where it runs, but not well.
    static String state(Node service) {
        if (isWaiting(service)) {
            return "waiting";
        }
        var state = text(service, "state");
        var health = text(service, "health");
        return state.equals("running") && !health.isEmpty() && !health.equals("ready") ? health : state;
    }

    private static boolean isWaiting(Node service) {
        return WAITING.contains(text(service.path("reason"), "code"));
    }

    /// Why a service is as it is, in the engine's words, with the hold of its queue and what is wrong with its log;
    /// times by the clock and zone of who reads it.
    static String reason(Node service, Instant now) {
        var log = text(service, "log_problem");
        return joined(decided(service, now), log.isEmpty() ? "" : "log: " + log);
    }

    private static String decided(Node service, Instant now) {
        var reason = service.path("reason");
        if (!reason.isObject()) {
            return text(service, "reason"); // of an earlier engine
        }
        var text = dated(service, text(reason, "text"));
        return switch (text(reason, "code")) {
            case "held" -> joined(text(reason, "decision") + until(service.path("hold")), detail(service));
            case "retry" -> {
                var next = nextTry(service.path("recovery"), now);
                yield next.isEmpty() ? text : joined(detail(service), next);
            }
            default -> service.path("hold").isObject() && !isWaiting(service) ? joined(text, hold(service)) : text;
        };
    }

    /// What a service uses of one core, as `41%`; empty where that is not known.
    static String cpu(Node usage) {
        var cpu = usage.path("cpu");
        return cpu.isNumber() ? Math.round(Double.parseDouble(cpu.text()) * 100) + "%" : "";
    }

    /// What a service has resident, as `812 MB`; empty where that is not known.
    static String memory(Node usage) {
        var memory = usage.path("memory");
        return memory.isNumber() ? ByteSizes.brief(memory.number()) : "";
    }

    /// What there is to say of its state alone.
    private static String detail(Node service) {
        var reason = service.path("reason");
        var detail = text(reason, "detail");
        return dated(service, detail.isEmpty() ? text(reason, "state") : detail);
    }

    /// The engine's words leave out when it was.
    private static String dated(Node service, String words) {
        var ended = time(service, "ended_at");
        var text = ended.isEmpty() ? words : words.replaceFirst("^completed\\b", "completed " + ended);
        for (var unasked : service.path("unasked")) {
            var said = text(unasked, "probe") + " cannot be asked: " + text(unasked, "why");
            text = text.replace(said, said + ", since " + time(unasked, "since"));
        }
        return text;
    }

    /// `next try in 4 s (3 of 5)`; empty if there is none.
    private static String nextTry(Node recovery, Instant now) {
        try {
            var millis = Duration.between(now, Instant.parse(text(recovery, "retry_at")))
                    .toMillis();
            var attempts = recovery.path("attempts").number();
            // A part of a second counts as one, so that it reads 0 only once the time has come.
            return "next try in " + countdown(Math.max(0, millis))
                    + (attempts == 0 ? "" : " (" + recovery.path("attempt").number() + " of " + attempts + ")");
        } catch (DateTimeParseException e) {
            return "";
        }
    }

    private static String countdown(long millis) {
        var seconds = (millis + SECOND - 1) / SECOND;
        return seconds < 60 ? seconds + " s" : duration(seconds * SECOND);
    }

    /// The code that tells most of why a service is as it is: of what keeps it from being started, or else of its
    /// state. Empty if there is nothing to tell.
    static String code(Node service) {
        var reason = service.path("reason");
        var cause = text(reason, "cause");
        var decided = text(reason, "code");
        return isWaiting(service) || cause.isEmpty() ? decided : cause;
    }

    /// What stands behind words that have a code, so that `signalbox explain` can be asked: ` [gave_up]`.
    static String inBrackets(String code) {
        return code.isEmpty() ? "" : " [" + code + "]";
    }

    /// By whom its queue is held, why, and until when: `held by operator: maintenance, until 2026-01-31 12:00:00`.
    static String hold(Node service) {
        var hold = service.path("hold");
        if (!hold.isObject()) {
            return "held";
        }
        var why = text(hold, "why");
        return "held by " + text(hold, "by") + (why.isEmpty() ? "" : ": " + why) + until(hold);
    }

    private static String until(Node hold) {
        var until = time(hold, "until");
        return until.isEmpty() ? "" : ", until " + until;
    }

    private static String joined(String first, String second) {
        return first.isEmpty() || second.isEmpty() ? first + second : first + "; " + second;
    }

    /// A service's state with its reason: `waiting for db, stopped by operator`.
    static String condition(Node service) {
        var reason = reason(service, Instant.now());
        var separator = reason.isEmpty() ? "" : isWaiting(service) && reason.startsWith("for ") ? " " : ", ";
        return state(service) + separator + reason;
    }

    /// `#12 restart by HTTP API, deploy`.
    static String operation(Node operation) {
        return "#" + operation.path("id").number() + " " + kind(operation) + " by " + who(operation);
    }

    /// `start`, `stop`, `restart` or `kill`.
    static String kind(Node operation) {
        return text(operation, "signal").equals("SIGKILL") ? "kill" : text(operation, "kind");
    }

    /// All who asked for it: `operator and health`.
    static String who(Node operation) {
        return Stream.concat(Stream.of(operation.path("source")), operation.path("also").stream())
                .map(Words::source)
                .collect(Collectors.joining(" and "));
    }

    private static String source(Node source) {
        var road = text(source, "road").replace('_', ' ');
        return road + (text(source, "actor").isEmpty() ? "" : ", " + text(source, "actor"));
    }

    /// Why it waits; and of a stop for which there is another way, for how long at most, and which way that is.
    /// Empty if it does not wait.
    static String wait(Node operation) {
        var reason = text(operation, "reason");
        return text(operation, "hint").isEmpty()
                ? reason
                : reason + atMost(operation) + "; signalbox stop --now "
                        + ShellWord.of(text(operation, "service"))
                        + " does not wait";
    }

    /// Why it has ended as it has, behind its outcome, which the engine's words may begin with: `: exit code 3
    /// [exited]`, ` after 30 s, effect unknown [timed_out]`. Empty if its outcome says it all.
    static String cause(Node operation, String outcome) {
        var cause = text(operation, "cause");
        if (cause.isEmpty() || outcome.equals("succeeded")) {
            return "";
        }
        var plain = outcome.replace('_', ' ');
        var rest = cause.startsWith(plain) ? cause.substring(plain.length()) : ": " + cause;
        return rest + inBrackets(text(operation, "code"));
    }

    /// How long it waits at most, by the engine's clock; empty if nobody knows.
    private static String atMost(Node operation) {
        try {
            var from = Instant.parse(text(operation, "submitted_at"));
            var to = Instant.parse(text(operation.path("waiting_for"), "starts_by"));
            // A part of a second counts as one, so that what is said is kept.
            var seconds = Duration.between(from, to).plusNanos(999_999_999).toSeconds();
            return ", " + countdown(seconds * SECOND) + " at most";
        } catch (DateTimeParseException e) {
            return "";
        }
    }

    /// `4.1 s`; empty where there is none.
    static String duration(Node node, String name) {
        return node.path(name).isNumber() ? duration(node.path(name).number()) : "";
    }

    static String duration(long millis) {
        if (millis < SECOND) {
            return millis + " ms";
        }
        if (millis < MINUTE) {
            return millis / SECOND + "." + millis % SECOND / 100 + " s";
        }
        if (millis < HOUR) {
            return millis / MINUTE + " min " + millis % MINUTE / SECOND + " s";
        }
        return millis < DAY
                ? millis / HOUR + " h " + millis % HOUR / MINUTE + " min"
                : millis / DAY + " d " + millis % DAY / HOUR + " h";
    }

    /// How long ago; empty where there is none.
    static String since(Node node, String name, Instant now) {
        try {
            var text = text(node, name);
            return text.isEmpty()
                    ? ""
                    : duration(Math.max(
                            0, Duration.between(Instant.parse(text), now).toMillis()));
        } catch (DateTimeParseException e) {
            return "";
        }
    }

    /// In this machine's zone.
    static String time(Node node, String name) {
        try {
            var text = text(node, name);
            return text.isEmpty() ? "" : TIME.format(Instant.parse(text).atZone(ZoneId.systemDefault()));
        } catch (DateTimeParseException e) {
            return "";
        }
    }
}
