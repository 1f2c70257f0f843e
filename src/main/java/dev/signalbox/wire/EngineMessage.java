package dev.signalbox.wire;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

@Says("Which engine this is.")
public record EngineMessage(
        @Says("its process") long pid,
        @Says("its release") String version,

        @Says("when its process was started; `null` if the system does not tell") @Nullable
        Instant since,

        @Says("the name of its workspace") String workspace,

        @Says("the file that defines it; `null` if that is not here") @Nullable
        String file,

        @Says("where it is reached: a socket file, and addresses on the network")
        List<String> listeners) {}
