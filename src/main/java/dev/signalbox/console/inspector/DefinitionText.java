package dev.signalbox.console.inspector;

import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.fx.Times;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.QueueSettings;
import dev.signalbox.service.Probe;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.ServiceDefinition.Command;
import dev.signalbox.service.ServiceDefinition.Dependency;
import dev.signalbox.service.ServiceDefinition.EnvValue;
import dev.signalbox.service.ServiceDefinition.MainProcess;
import dev.signalbox.service.ServiceDefinition.RestartPolicy;
import dev.signalbox.text.ByteSizes;
import dev.signalbox.text.PlainText;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A definition in words: what it says and what follows from defaults, but nothing that it leaves out. No secret
/// is in it.
final class DefinitionText {

    /// @param value never empty; may have several lines
    /// @param code whether it is meant for machines
    record Row(String label, String value, boolean code) {
        Row {
            value = PlainText.lines(value);
        }
    }

    private DefinitionText() {}

    static List<Row> of(ServiceDefinition definition) {
        var shell = definition.command() instanceof Command.Shell;
        return List.of(
                        code(shell ? "shell" : "command", definition.command().text()),
                        code("cwd", definition.shownCwd()),
                        words("group", definition.group()),
                        words(
                                "ports",
                                definition.ports().stream().map(String::valueOf).collect(Collectors.joining(", "))),
                        words(
                                "autostart",
                                definition.autostart() ? Texts.of("inspector.definition.autostart.yes") : ""),
                        words(
                                "confirm",
                                definition.confirm().stream()
                                        .sorted()
                                        .map(OperationKind::word)
                                        .collect(Collectors.joining(", "))),
                        code("env", environment(definition.env())),
                        words(
                                "needs",
                                lines(definition.dependsOn().stream()
                                        .map(DefinitionText::dependency)
                                        .toList())),
                        words("ready", ready(definition.shownReady())),
                        words("alive", alive(definition.shownAlive())),
                        words("settle", settle(definition)),
                        words("schedule", text(definition.schedule())),
                        words("forking", forking(definition.mainProcess())),
                        code("pid-file", text(definition.shownPidFile())),
                        words(
                                "stop",
                                Texts.of(
                                        "inspector.definition.stop."
                                                + definition.stop().to().name().toLowerCase(Locale.ROOT),
                                        definition.stop().signal(),
                                        Times.limit(definition.stop().timeout()))),
                        words("restart", restart(definition.restart())),
                        words(
                                "log",
                                Texts.of(
                                        "inspector.definition.log.value",
                                        ByteSizes.text(definition.log().maxSize()),
                                        definition.log().keep())),
                        words(
                                "queue",
                                Texts.of("inspector.definition.queue."
                                        + definition.queue().policy())),
                        words("timeout", timeout(definition.queue())))
                .stream()
                .filter(row -> !row.value().isEmpty())
                .toList();
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    private static String forking(MainProcess main) {
        return main.forks() ? Texts.of("inspector.definition.forking.yes") : "";
    }

    private static Row words(String key, String value) {
        return new Row(Texts.of("inspector.definition." + key), value, false);
    }

    private static Row code(String key, String value) {
        return new Row(Texts.of("inspector.definition." + key), value, true);
    }

    private static String lines(List<String> lines) {
        return String.join("\n", lines);
    }

    private static String environment(Map<String, EnvValue> variables) {
        return lines(new TreeMap<>(variables)
                .entrySet().stream()
                        .map(variable ->
                                variable.getKey() + "=" + variable.getValue().masked())
                        .toList());
    }

    private static String dependency(Dependency dependency) {
        return Texts.of("inspector.definition.needs." + dependency.condition(), dependency.service());
    }

    private static String ready(@Nullable Probe probe) {
        return probe == null
                ? ""
                : probe.check().text()
                        + "\n"
                        + Texts.of(
                                "inspector.definition.ready.value",
                                Times.limit(probe.every()),
                                Times.limit(probe.timeout()))
                        + each(probe)
                        + success(probe)
                        + delay(probe);
    }

    private static String alive(@Nullable Probe probe) {
        return probe == null
                ? ""
                : probe.check().text()
                        + "\n"
                        + Texts.of(
                                "inspector.definition.alive.value",
                                Times.limit(probe.every()),
                                Times.limit(probe.timeout()),
                                probe.failures())
                        + success(probe)
                        + delay(probe);
    }

    private static String each(Probe probe) {
        return probe.tryTimeout() == null ? "" : Texts.of("inspector.definition.each", Times.limit(probe.tryTimeout()));
    }

    private static String success(Probe probe) {
        return probe.success() == 1 ? "" : Texts.of("inspector.definition.success", probe.success());
    }

    private static String delay(Probe probe) {
        return probe.initialDelay().isZero()
                ? ""
                : Texts.of("inspector.definition.delay", Times.limit(probe.initialDelay()));
    }

    private static String settle(ServiceDefinition definition) {
        var settles = definition.ready() == null
                && !definition.oneShot()
                && !definition.settle().isZero();
        return settles ? Texts.of("inspector.definition.settle.value", Times.limit(definition.settle())) : "";
    }

    private static String restart(RestartPolicy policy) {
        var codes = policy.okCodes().stream().map(String::valueOf).collect(Collectors.joining(", "));
        var good = codes.isEmpty() ? "" : Texts.of("inspector.definition.restart.codes", codes);
        if (policy.on() == RestartPolicy.On.NEVER) {
            return Texts.of("inspector.definition.restart.NEVER") + good;
        }
        var giveUp = policy.givesUp()
                ? Texts.of(
                        "inspector.definition.restart.gives-up",
                        policy.giveUpAfter(),
                        Times.limit(policy.giveUpWithin()))
                : Texts.of("inspector.definition.restart.never-gives-up");
        return Texts.of(
                        "inspector.definition.restart." + policy.on(),
                        Times.limit(policy.backoffMin()),
                        Times.limit(policy.backoffMax()),
                        giveUp)
                + Texts.of("inspector.definition.restart.proper", Times.limit(policy.minUptime()))
                + good;
    }

    private static String timeout(QueueSettings settings) {
        var start = settings.startTimeout();
        return Texts.of(
                "inspector.definition.timeout.value",
                start == null ? Texts.of("inspector.definition.timeout.none") : Times.limit(start),
                Times.limit(settings.stopTimeout()),
                Times.limit(settings.grace()));
    }
}
