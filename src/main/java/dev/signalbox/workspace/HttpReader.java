package dev.signalbox.workspace;

import dev.signalbox.service.Port;
import dev.signalbox.service.Probe.Check.Http;
import dev.signalbox.service.Probe.Check.Request;
import dev.signalbox.service.Statuses;
import dev.signalbox.workspace.YamlNode.Entry;
import dev.signalbox.workspace.YamlNode.Scalar;
import dev.signalbox.workspace.YamlNode.Sequence;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads what a probe asks by HTTP, and which answers are good.
final class HttpReader {
    /// What stands beside `http`.
    static final List<String> KEYS = List.of("status", "body", "method", "headers", "ca", "insecure");

    private static final String STATUS =
            "a status from " + Statuses.LEAST + " to " + Statuses.MOST + ", 3xx, 200-299, or a list of them";
    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
    private static final Pattern HEADER_VALUE = Pattern.compile("[\\x20-\\x7E]*");
    private static final Set<String> OWN = Set.of("connection", "content-length", "transfer-encoding", "upgrade");
    private static final Pattern HERE =
            Pattern.compile("localhost|127(?:\\.[0-9]{1,3}){3}|\\[::1]", Pattern.CASE_INSENSITIVE);

    private final CommandReader commands;
    private final Problems problems;

    HttpReader(CommandReader commands, Problems problems) {
        this.commands = commands;
        this.problems = problems;
    }

    /// The question at `http`; `null` after a mistake in its address was noted.
    @Nullable
    Http check(Fields fields) {
        var uri = fields.parsed("http", "a URL such as http://127.0.0.1:8000/health", HttpReader::url);
        var method = Objects.requireNonNullElse(fields.word("method", List.of("GET", "HEAD")), "GET");
        var request = new Request(method, headers(fields), commands.file(fields, "ca"), fields.flag("insecure", false));
        var statuses = statuses(fields);
        var body = ProbeReader.pattern(fields, "body");
        if (body != null && method.equals("HEAD")) {
            fields.mistakeAt("body", fields.where() + " asks by HEAD, and wants a body", "one of them");
        }
        if (uri != null) {
            checkTrust(fields, uri, request);
        }
        return uri == null ? null : new Http(uri, request, statuses, body);
    }

    private static @Nullable URI url(String text) {
        try {
            var uri = new URI(text);
            var http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            return http && uri.getHost() != null && uri.getPort() <= Port.MOST ? uri : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private Statuses statuses(Fields fields) {
        var node = fields.node("status");
        if (node == null) {
            return Statuses.of(200);
        }
        var nodes = node instanceof Sequence list ? list.items() : List.of(node);
        var ranges = nodes.stream()
                .map(each -> range(fields, each))
                .filter(Objects::nonNull)
                .toList();
        if (nodes.isEmpty()) {
            fields.mistake("status", STATUS);
        }
        return new Statuses(ranges);
    }

    private Statuses.@Nullable Range range(Fields fields, YamlNode node) {
        var range = node instanceof Scalar scalar ? Statuses.Range.parse(scalar.text()) : null;
        if (range == null) {
            problems.add(node.at(), fields.name("status") + " is " + node.described(), STATUS);
        }
        return range;
    }

    private Map<String, String> headers(Fields fields) {
        var headers = new HashMap<String, String>();
        fields.entries("headers", "a map of names and values").forEach(entry -> addHeader(fields, entry, headers));
        return headers;
    }

    private void addHeader(Fields fields, Entry entry, Map<String, String> headers) {
        var name = entry.key().text();
        if (!HEADER.matcher(name).matches()) {
            var found = "the name of a header of " + fields.where() + " is " + Quoted.quote(name);
            problems.add(entry.key().at(), found, "letters, digits and -");
        } else if (OWN.contains(name.toLowerCase(Locale.ROOT))) {
            var found = "header " + name + " of " + fields.where() + " is the probe's own";
            problems.add(entry.key().at(), found, "other headers");
        } else if (entry.value() instanceof Scalar scalar
                && scalar.kind() != Scalar.Kind.NOTHING
                && HEADER_VALUE.matcher(scalar.text()).matches()) {
            headers.put(name, scalar.text());
        } else { // what it is may be a secret
            problems.add(
                    entry.value().at(),
                    "header " + name + " of " + fields.where() + " has no value that can be sent",
                    "one line of plain text");
        }
    }

    /// Whom nobody vouches for is believed on this machine only.
    private static void checkTrust(Fields fields, URI uri, Request request) {
        var secured = "https".equalsIgnoreCase(uri.getScheme());
        for (var key : List.of("ca", "insecure")) {
            if (fields.has(key) && !secured) {
                fields.mistakeAt(key, fields.name(key) + " is for https", "it beside https://…");
            }
        }
        if (request.insecure() && request.ca() != null) {
            fields.mistakeAt("insecure", fields.where() + " has both ca and insecure", "one of them");
        }
        if (request.insecure() && !HERE.matcher(uri.getHost()).matches()) {
            fields.mistakeAt(
                    "insecure",
                    fields.name("insecure") + " is true, but " + uri.getHost() + " may be another machine",
                    "localhost or a loopback address with it, or ca: a file with the certificate");
        }
    }
}
