package dev.signalbox.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whether a client is still there, on tables of the kernel made by hand.
final class PeerTest {
    private static final Peer PEER = new Peer(0x1F90, 0xD2E4);

    @TempDir
    Path folder;

    private void table(String name, int before, String state) throws IOException {
        var lines = new ArrayList<>(List.of("  sl  local_address rem_address   st tx_queue rx_queue"));
        for (int i = 0; i < before; i++) {
            lines.add(String.format("%4d: 0100007F:%04X 0100007F:0050 01 00000000:00000000", i, 10_000 + i));
        }
        lines.add(String.format("%4d: 0100007F:1F90 0100007F:D2E4 %s 00000000:00000000", before, state));
        // The client's own end, on the same machine.
        lines.add(String.format("%4d: 0100007F:D2E4 0100007F:1F90 01 00000000:00000000", before + 1));
        Files.write(folder.resolve(name), lines);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 9, 999, 1_000, 9_999, 10_000})
    void establishedOne_isThere_whereverItStands(int before) throws IOException {
        table("tcp", before, "01");
        assertThat(PEER.isConnected(folder)).isTrue();
    }

    @Test
    void oneThatHasClosedItsEnd_isGone() throws IOException {
        table("tcp6", 3, "08");
        assertThat(PEER.isConnected(folder)).isFalse();
    }

    @Test
    void oneThatTheKernelDoesNotKnow_isGone() throws IOException {
        table("tcp", 3, "01");
        assertThat(new Peer(0x1F90, 0xD2E5).isConnected(folder)).isFalse();
    }

    @Test
    void oneOfWhichNothingCanBeTold_isThere() {
        assertThat(new Peer(-1, -1).isConnected(folder)).isTrue();
    }
}
