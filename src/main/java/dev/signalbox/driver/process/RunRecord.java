package dev.signalbox.driver.process;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What must be known to find one run of a service again. Written in two phases: before the spawn without
/// its processes, after it with them.
///
/// @param cookie that its processes carry
/// @param bootId of the boot it belongs to
/// @param at when it was started
/// @param out size of the file of standard output then
/// @param err size of the file of standard error then
/// @param processes `null` before the spawn
/// @param stopAsked whether its end is as asked
/// @param definition what it was started by, see [StartKeys#of]; empty if an earlier version has written it
/// @param group the folder of its control group; `null` if it has none
record RunRecord(
        String cookie,
        String bootId,
        Instant at,
        long out,
        long err,
        @Nullable Processes processes,
        boolean stopAsked,
        Map<String, String> definition,
        @Nullable String group) {

    /// @param leader of the session
    /// @param service the process that the definition's command became, or that goes on in its place
    /// @param heir whether it is the latter, of whose exit code nobody is told
    record Processes(ProcessId leader, ProcessId service, boolean heir) {
        /// With the process that the definition's command became.
        Processes(ProcessId leader, ProcessId service) {
            this(leader, service, false);
        }

        /// With one that goes on in the place of that.
        static Processes of(ProcessInfo heir) {
            var session = heir.session();
            // Who is in it tells whose it is; the number is not given again as long as he lives.
            var leader = session == heir.pid() || session <= 1 ? heir.id() : ProcessId.gone(session);
            return new Processes(leader, heir.id(), true);
        }
    }

    private static final JsonMapper JSON = JsonMapper.shared();

    RunRecord {
        definition = Map.copyOf(definition);
    }

    /// One without a control group.
    RunRecord(
            String cookie,
            String bootId,
            Instant at,
            long out,
            long err,
            @Nullable Processes processes,
            boolean stopAsked,
            Map<String, String> definition) {
        this(cookie, bootId, at, out, err, processes, stopAsked, definition, null);
    }

    /// The same with a control group, if there is one.
    RunRecord in(@Nullable ControlGroup made) {
        return new RunRecord(
                cookie,
                bootId,
                at,
                out,
                err,
                processes,
                stopAsked,
                definition,
                made == null ? null : made.folder().toString());
    }

    RunRecord with(Processes spawned) {
        return new RunRecord(cookie, bootId, at, out, err, spawned, stopAsked, definition, group);
    }

    /// The same, begun only now.
    RunRecord begunAt(Instant now, long outNow, long errNow) {
        return new RunRecord(cookie, bootId, now, outNow, errNow, processes, stopAsked, definition, group);
    }

    RunRecord withStopAsked(boolean asked) {
        return new RunRecord(cookie, bootId, at, out, err, processes, asked, definition, group);
    }

    /// Whether its service is not what the definition's command became.
    boolean hasHeir() {
        return processes != null && processes.heir();
    }

    String toJson() {
        var node = JSON.createObjectNode()
                .put("cookie", cookie)
                .put("boot", bootId)
                .put("at", at.toString())
                .put("out", out)
                .put("err", err)
                .put("stopAsked", stopAsked);
        if (processes != null) {
            put(node.putObject("leader"), processes.leader());
            put(node.putObject("service"), processes.service());
            if (processes.heir()) {
                node.put("heir", true);
            }
        }
        if (group != null) {
            node.put("group", group);
        }
        var keys = node.putObject("definition");
        new TreeMap<>(definition).forEach(keys::put);
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(node);
    }

    /// @throws IllegalArgumentException if `json` is no record
    static RunRecord fromJson(String json) {
        try {
            var node = JSON.readTree(json);
            return new RunRecord(
                    text(node, "cookie"),
                    text(node, "boot"),
                    Instant.parse(text(node, "at")),
                    node.required("out").longValue(),
                    node.required("err").longValue(),
                    node.has("leader")
                            ? new Processes(
                                    processId(node.required("leader")),
                                    processId(node.required("service")),
                                    node.path("heir").asBoolean(false))
                            : null,
                    node.required("stopAsked").booleanValue(),
                    definition(node.path("definition")),
                    node.has("group") ? text(node, "group") : null);
        } catch (JacksonException | DateTimeException e) {
            throw new IllegalArgumentException("not a record of a run: " + e.getMessage(), e);
        }
    }

    private static Map<String, String> definition(JsonNode node) {
        var keys = new HashMap<String, String>();
        node.properties()
                .forEach(entry -> keys.put(entry.getKey(), entry.getValue().asString("")));
        return keys;
    }

    private static void put(ObjectNode node, ProcessId id) {
        node.put("pid", id.pid()).put("startTicks", id.startTicks());
    }

    private static String text(JsonNode node, String key) {
        var value = node.required(key).stringValue();
        if (value == null) {
            throw new IllegalArgumentException("not a record of a run: " + key + " is null");
        }
        return value;
    }

    private static ProcessId processId(JsonNode node) {
        var id = new ProcessId(
                node.required("pid").longValue(), node.required("startTicks").longValue());
        if (!id.isPlausible()) {
            throw new IllegalArgumentException("not a record of a run: " + id.pid() + " is no process of a service");
        }
        return id;
    }
}
