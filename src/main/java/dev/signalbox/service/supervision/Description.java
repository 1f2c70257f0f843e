package dev.signalbox.service.supervision;

import dev.signalbox.code.Code;
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
    ServiceStatus of(DriverStatus seen) {
        return switch (seen) {
            case Running running -> running(running);
            case Stopped(var verified, var leftovers)
            when !last.failed() ->
                ServiceStatus.of(ServiceState.STOPPED, stopped(verified, leftovers))
                        .causedBy(causeOfStopped(verified, leftovers));
            case Stopped _ -> failed(last.problem(), last.code(), last.exit());
            case Exited end
            when isCompletion(definition, end) ->
                ServiceStatus.of(ServiceState.STOPPED, "completed" + alsoLiving(end.leftovers()))
                        .ended(end.exit(), end.lastLines(), end.at())
                        .causedBy(end.leftovers() == 0 ? null : Code.LEFTOVERS);
            case Exited end -> failed(lefts(end), end.exit().why(), end);
            case Unknown(var reason, var others) ->
                ServiceStatus.of(ServiceState.UNKNOWN, reason).causedBy(others ? Code.ELSEWHERE : Code.UNKNOWN);
        };
    }

    private @Nullable Code causeOfStopped(boolean verified, int leftovers) {
        if (!verified) {
            return Code.UNVERIFIED;
        }
        if (leftovers > 0) {
            return Code.LEFTOVERS;
        }
        return definition.trouble().text().isEmpty() ? null : Code.TROUBLE;
    }

    private String stopped(boolean verified, int leftovers) {
        if (!verified) {
            return "not fully verified" + alsoLiving(leftovers);
        }
        return leftovers == 0 ? definition.trouble().text() : Background.living(leftovers);
    }

    /// What lives on behind an end.
    private static String lefts(Exited end) {
        if (end.leftovers() == 0) {
            return "";
        }
        return end.background().isEmpty() ? Background.living(end.leftovers()) : Background.text(end.background());
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
        var reasons = new ArrayList<>(List.of(reason, tooOften(health), earlier(seen.outdated())));
        unasked.forEach(probe -> reasons.add(probe.probe() + " cannot be asked: " + probe.why()));
        var all = reasons.stream().filter(Predicate.not(String::isEmpty)).collect(Collectors.joining("; "));
        return ServiceStatus.of(ServiceState.RUNNING, all)
                .running(seen.pid(), seen.since(), health)
                .with(outlook)
                .outdatedIn(seen.outdated())
                .unasked(unasked)
                .causedBy(causeOfRunning(health, unasked, seen.outdated()));
    }

    private @Nullable Code causeOfRunning(Health health, List<Unasked> unasked, List<String> outdated) {
        return switch (health) {
            case UNHEALTHY -> Code.UNHEALTHY;
            case UNREADY -> Code.NOT_READY;
            case READY -> {
                if (!unasked.isEmpty()) {
                    yield Code.UNASKED;
                }
                if (isInLoop()) {
                    yield Code.RECOVERING;
                }
                yield outdated.isEmpty() ? null : Code.OUTDATED;
            }
        };
    }

    /// That it has failed too often to be started again, or had a moment ago.
    private String tooOften(Health health) {
        return !isInLoop() ? "" : (health == Health.READY ? "well again after " : "given up after ") + ends();
    }

    private static String earlier(List<String> outdated) {
        return outdated.isEmpty() ? "" : "runs an earlier definition (" + String.join(", ", outdated) + ")";
    }

    private ServiceStatus failed(String why, Code cause, @Nullable Exited end) {
        var exit = end == null ? null : end.exit();
        var waits = outlook != null && outlook.retryAt() != null;
        var reason = isInLoop() ? inLoop(!why.isEmpty() || exit == null ? why : exit.describe()) : why;
        var status = ServiceStatus.of(waits ? ServiceState.BACKOFF : ServiceState.FAILED, reason)
                .with(outlook)
                .blockedBy(last.blocker())
                .causedBy(cause);
        return end == null ? status : status.ended(exit, end.lastLines(), end.at());
    }

    private boolean isInLoop() {
        return outlook != null && outlook.crashLoop();
    }

    private String inLoop(String why) {
        return "crash loop: " + ends() + (why.isEmpty() ? "" : ", " + why);
    }

    /// How many ends there were in the time that counts.
    private String ends() {
        return (outlook == null ? 0 : outlook.failures()) + " ends in "
                + Durations.text(definition.restart().giveUpWithin());
    }
}
