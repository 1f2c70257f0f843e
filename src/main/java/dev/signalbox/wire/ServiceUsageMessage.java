package dev.signalbox.wire;

import dev.signalbox.metrics.Usage;

@Says("What one service uses.")
public record ServiceUsageMessage(String service, UsageMessage usage) {
    static ServiceUsageMessage of(String service, Usage usage) {
        return new ServiceUsageMessage(service, UsageMessage.of(usage));
    }
}
