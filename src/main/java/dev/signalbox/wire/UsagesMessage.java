package dev.signalbox.wire;

import dev.signalbox.metrics.Machine;
import dev.signalbox.metrics.Usage;
import dev.signalbox.metrics.Usages;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

@Says("What the services use that run.")
public record UsagesMessage(
        @Says("of the engine's machine, that may be used; 0 if not known")
        int cores,

        @Says("bytes of the engine's machine; 0 if not known")
        long memory,

        @Says("by their ids") List<ServiceUsageMessage> services) {

    public static UsagesMessage of(Usages usages) {
        return new UsagesMessage(
                usages.machine().cores(),
                usages.machine().memory(),
                usages.services().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(entry -> ServiceUsageMessage.of(entry.getKey(), entry.getValue()))
                        .toList());
    }

    public Usages toUsages(RemoteClock clock) {
        var all = new HashMap<String, Usage>();
        services.forEach(one -> all.put(one.service(), one.usage().toUsage(clock)));
        return new Usages(new Machine(cores, memory), all);
    }
}
