package dev.signalbox.workspace;

import dev.signalbox.service.Port;
import dev.signalbox.workspace.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the ports of services, and finds those that are declared twice.
final class Ports {
    private static final String ALLOWED =
            "a whole number from 1 to " + Port.MOST + ", or an address and a port, such as 127.0.0.2:8080";

    private final Problems problems;
    private final Map<Port, Owner> owners = new LinkedHashMap<>();

    Ports(Problems problems) {
        this.problems = problems;
    }

    private record Owner(String service, int line) {}

    List<Port> read(String service, Fields fields) {
        var ports = new ArrayList<Port>();
        var one = fields.node("port");
        if (one != null) {
            add(service, fields, "port", one, ports);
        }
        fields.list("ports", "a list of ports").forEach(each -> add(service, fields, "a port", each, ports));
        return ports;
    }

    private @Nullable Port port(Fields fields, String key, YamlNode node) {
        if (node instanceof Scalar scalar && scalar.kind() == Scalar.Kind.TEXT) {
            var port = Port.parse(scalar.text());
            if (port == null) {
                problems.add(node.at(), fields.name(key) + " is " + node.described(), ALLOWED);
            }
            return port;
        }
        var number = fields.integer(node, fields.name(key), 1, Port.MOST);
        return number == null ? null : Port.of(number);
    }

    /// Who has declared a port that collides with this one.
    private @Nullable Owner owner(Port port) {
        return owners.entrySet().stream()
                .filter(entry -> entry.getKey().collides(port))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    private void add(String service, Fields fields, String key, YamlNode node, List<Port> ports) {
        var port = port(fields, key, node);
        if (port == null) {
            return;
        }
        var owner = owner(port);
        if (owner == null) {
            owners.put(port, new Owner(service, node.at().line()));
            ports.add(port);
        } else {
            var who = owner.service.equals(service) ? "itself" : "service " + owner.service;
            var found = fields.name(key) + " is " + port + ", which " + who + " declares in line " + owner.line;
            problems.add(node.at(), found, "each port once");
        }
    }
}
