package dev.signalbox.wire;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.signalbox.service.ServiceSnapshot;
import java.util.List;
import org.jspecify.annotations.Nullable;

@Says("A service with how it is defined, but for the values of its variables, which may be secret.")
public record ServiceDetailMessage(
        @JsonUnwrapped ServiceMessage service,
        String command,
        String cwd,
        @Says("the names of its variables") List<String> env) {
    /// With what it uses.
    ///
    /// @param usage `null` for none
    public static ServiceDetailMessage of(ServiceSnapshot service, @Nullable UsageMessage usage) {
        var definition = service.definition();
        return new ServiceDetailMessage(
                ServiceMessage.whole(service).using(usage),
                definition.command().text(),
                definition.shownCwd(),
                definition.env().keySet().stream().sorted().toList());
    }
}
