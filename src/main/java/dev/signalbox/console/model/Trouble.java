package dev.signalbox.console.model;

import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.fx.Times;
import dev.signalbox.service.ServiceStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Why a service that has failed does not run, what comes next by itself, and what an operator can do about it;
/// in words, for the note below its row and for the inspector.
///
/// @param headline a few words
/// @param text the rest of it, empty if the headline says it all
/// @param output its last line, empty if there is none
/// @param remedies in the order of their buttons
public record Trouble(String headline, String text, String output, List<Remedy> remedies) {

    /// The beginning of the reason of a crash loop, which is told in other words here.
    private static final Pattern LOOP = Pattern.compile("^crash loop: [^,]*(, |$)");

    /// What can be done.
    public enum Remedy {
        START,
        RETRY_NOW,
        STOP_RETRYING,
        /// Stop the service that holds its port, then start it.
        REPLACE_BLOCKER;

        /// What its button says.
        public String words(ServiceModel service) {
            return Texts.of("remedy." + name(), service.status().blocker());
        }
    }

    public Trouble {
        remedies = List.copyOf(remedies);
    }

    /// What is wrong with `service` at `now`, `null` if it has not failed.
    public static @Nullable Trouble of(ServiceModel service, Instant now) {
        var status = service.status();
        return switch (status.state()) {
            case FAILED, BACKOFF ->
                new Trouble(
                        headline(service),
                        text(service, now),
                        status.lastLines().isEmpty() ? "" : status.lastLines().getLast(),
                        remedies(status));
            case STOPPED, STARTING, RUNNING, RESTARTING, STOPPING, UNKNOWN -> null;
        };
    }

    /// Time until the next try at `now`, for people: `8 s`; empty if there is none.
    public static String countdown(ServiceStatus status, Instant now) {
        var recovery = status.recovery();
        if (recovery == null || recovery.retryAt() == null) {
            return "";
        }
        // Rounded up, so that "0 s" is shown only once the time has come.
        return Times.uptime(Duration.between(now, recovery.retryAt()).plusMillis(999));
    }

    private static String headline(ServiceModel service) {
        var status = service.status();
        if (Condition.of(service) == Condition.CRASH_LOOP) {
            return Texts.of("trouble.crash-loop");
        }
        return status.exit() == null
                ? Texts.of("trouble.not-started")
                : sentence(status.exit().describe());
    }

    private static String text(ServiceModel service, Instant now) {
        var status = service.status();
        var recovery = status.recovery();
        var text = new ArrayList<String>();
        var reason = withoutExit(LOOP.matcher(status.reason()).replaceFirst(""), status);
        if (recovery != null && recovery.crashLoop()) {
            var within = Times.span(service.definition().restart().giveUpWithin());
            text.add(often(status, reason, recovery.failures(), within));
        } else if (!reason.isEmpty()) {
            text.add(dotted(reason));
        }
        text.addAll(verdict(service));
        if (recovery != null && recovery.retryAt() != null) {
            text.add(Texts.of("trouble.next-try", countdown(status, now), recovery.failures()));
        }
        return String.join(" ", text);
    }

    /// The headline has told how it ended.
    private static String withoutExit(String reason, ServiceStatus status) {
        var told = status.exit() == null ? "" : status.exit().describe() + ", ";
        return reason.startsWith(told) ? reason.substring(told.length()) : reason;
    }

    /// What was judged of its ends, as far as the rest does not say it.
    private static List<String> verdict(ServiceModel service) {
        var status = service.status();
        var why = service.why();
        return switch (why.code()) {
            case LEFT -> List.of(sentence(why.text()));
            case GAVE_UP -> {
                if (status.recovery() != null) {
                    yield List.of(); // the engine that saw the ends has told more
                }
                yield status.exit() == null
                        ? List.of(sentence(why.text()))
                        : List.of(sentence(status.exit().describe()), sentence(why.text()));
            }
            default -> List.of();
        };
    }

    private static String often(ServiceStatus status, String reason, int failures, String within) {
        if (status.exit() != null) {
            return Texts.of("trouble.crashes", Texts.capitalized(status.exit().describe()), failures, within);
        }
        var often = Texts.of("trouble.failures", failures, within);
        return dotted(reason.isEmpty() ? often : often + ": " + reason);
    }

    private static String sentence(String words) {
        return dotted(Texts.capitalized(words));
    }

    private static String dotted(String words) {
        return words.endsWith(".") ? words : words + ".";
    }

    private static List<Remedy> remedies(ServiceStatus status) {
        var remedies = new ArrayList<Remedy>();
        var recovery = status.recovery();
        var scheduled = recovery != null && recovery.retryAt() != null;
        if (!status.blocker().isEmpty()) {
            remedies.add(Remedy.REPLACE_BLOCKER);
        } else {
            remedies.add(recovery == null ? Remedy.START : Remedy.RETRY_NOW);
        }
        if (scheduled) {
            remedies.add(Remedy.STOP_RETRYING);
        }
        return remedies;
    }
}
