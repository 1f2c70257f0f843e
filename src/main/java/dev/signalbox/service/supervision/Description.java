package dev.signalbox.service.supervision;

import dev.signalbox.service.Background;
import dev.signalbox.service.DriverStatus;
import dev.signalbox.service.DriverStatus.Exited;
import dev.signalbox.service.DriverStatus.Running;
import dev.signalbox.service.DriverStatus.Stopped;
import dev.signalbox.service.DriverStatus.Unknown;
import dev.signalbox.service.Durations;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.ServiceState;
import dev.signalbox.service.ServiceStatus;
import dev.signalbox.service.ServiceStatus.Health;
import dev.signalbox.service.ServiceStatus.Recovery;
import dev.signalbox.service.ServiceStatus.Unasked;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Makes one status of all that is known of a service on which no operation runs.
///
/// @param last how the last operation ended
/// @param vitals of its process, `null` if it has none
/// @param outlook what comes next
record Description(
        ServiceDefinition definition,
        Ending last,
        @Nullable Vitals vitals,
        @Nullable Recovery outlook) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

    ServiceStatus of(DriverStatus seen) {
        return switch (seen) {
            case Running running -> running(running);
            case Stopped(var verified, var leftovers)
            when !last.failed() -> ServiceStatus.of(ServiceState.STOPPED, stopped(verified, leftovers));
            case Stopped _ -> failed(last.problem(), last.exit());
            case Exited end
            when isCompletion(definition, end) ->
                ServiceStatus.of(ServiceState.STOPPED, "completed " + time(end.at()) + alsoLiving(end.leftovers()))
                        .ended(end.exit(), end.lastLines());
            case Exited end -> failed(lefts(end), end);
            case Unknown(var reason, var _) -> ServiceStatus.of(ServiceState.UNKNOWN, reason);
        };
    }

    private String stopped(boolean verified, int leftovers) {
        if (!verified) {
            return "not fully verified" + alsoLiving(leftovers);
        }
        return leftovers == 0 ? definition.trouble().text() : Background.living(leftovers);
    }

    /// What lives on behind an end, and what end that was: the one must not hide the other.
    private static String lefts(Exited end) {
        if (end.leftovers() == 0) {
            return "";
        }
        return end.background().isEmpty()
                ? end.exit().describe() + ", " + Background.living(end.leftovers())
                : Background.text(end.background());
    }

    private static String alsoLiving(int leftovers) {
        return switch (leftovers) {
            case 0 -> "";
            case 1 -> ", 1 process lives on";
            default -> ", " + leftovers + " processes live on";
        };
    }

    /// Whether that is the end of a job that did what it had to do.
    static boolean isCompletion(ServiceDefinition definition, Exited end) {
        return definition.oneShot() && definition.restart().isGood(end.exit());
    }

    private ServiceStatus running(Running seen) {
        var health = vitals == null ? Health.READY : vitals.health();
        var reason = vitals == null ? "" : vitals.reason();
        var unasked = vitals == null ? List.<Unasked>of() : vitals.unasked();
        var reasons = new ArrayList<>(List.of(earlier(seen.outdated()), outlook == null ? reason : inLoop(reason)));
        unasked.forEach(probe -> reasons.add(unasked(probe)));
        var all = reasons.stream().filter(Predicate.not(String::isEmpty)).collect(Collectors.joining("; "));
        return ServiceStatus.of(ServiceState.RUNNING, all)
                .running(seen.pid(), seen.since(), health)
                .with(outlook)
                .outdatedIn(seen.outdated())
                .unasked(unasked);
    }

    private static String unasked(Unasked probe) {
        return probe.probe() + " cannot be asked: " + probe.why() + ", since " + time(probe.since());
    }

    private static String earlier(List<String> outdated) {
        return outdated.isEmpty() ? "" : "runs an earlier definition (" + String.join(", ", outdated) + ")";
    }

    private ServiceStatus failed(String why, @Nullable Exited end) {
        var exit = end == null ? null : end.exit();
        var waits = outlook != null && outlook.retryAt() != null;
        var reason = outlook != null && outlook.crashLoop()
                ? inLoop(!why.isEmpty() || exit == null ? why : exit.describe())
                : why;
        var status = ServiceStatus.of(waits ? ServiceState.BACKOFF : ServiceState.FAILED, reason)
                .with(outlook)
                .blockedBy(last.blocker());
        return end == null ? status : status.ended(exit, end.lastLines());
    }

    private String inLoop(String why) {
        if (outlook == null || !outlook.crashLoop()) {
            return why;
        }
        var loop = "crash loop: " + outlook.failures() + " ends in "
                + Durations.text(definition.restart().giveUpWithin());
        return why.isEmpty() ? loop : loop + ", " + why;
    }

    private static String time(Instant at) {
        return TIME.format(at.atZone(ZoneId.systemDefault()));
    }
}
