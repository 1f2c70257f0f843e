package dev.signalbox.workspace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads the ports of services, and finds those that are declared twice.
final class Ports {
    private final Problems problems;
    private final Map<Integer, Owner> owners = new HashMap<>();

    Ports(Problems problems) {
        this.problems = problems;
    }

    private record Owner(String service, int line) {}

    List<Integer> read(String service, Fields fields) {
        var ports = new ArrayList<Integer>();
        var one = fields.node("port");
        if (one != null) {
            add(service, fields, "port", one, ports);
        }
        fields.list("ports", "a list of ports").forEach(each -> add(service, fields, "a port", each, ports));
        return ports;
    }

    private void add(String service, Fields fields, String key, YamlNode node, List<Integer> ports) {
        var port = fields.integer(node, fields.name(key), 1, ProbeReader.MOST_PORT);
        if (port == null) {
            return;
        }
        var owner = owners.putIfAbsent(port, new Owner(service, node.at().line()));
        if (owner == null) {
            ports.add(port);
        } else {
            var who = owner.service.equals(service) ? "itself" : "service " + owner.service;
            var found = fields.name(key) + " is " + port + ", which " + who + " declares in line " + owner.line;
            problems.add(node.at(), found, "each port once");
        }
    }
}
