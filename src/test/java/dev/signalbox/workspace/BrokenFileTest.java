package dev.signalbox.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.Seed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Breaks the demo's file at random. Whatever comes of it must be read or refused with mistakes, and never end in
/// another exception.
class BrokenFileTest {
    private static final int ROUNDS = 2_000;
    private static final List<String> PIECES =
            List.of(("\n·\t·  ·- ·: ·? ·{·}·[·]·,·\"·'·#·&a ·*a ·!x ·|·>·%·~·\\·\"\\x"
                            + "·---\n·...\n·%YAML 9.9\n·<<: ·${·${env:·}·\0·\u0007·\uFFFF·\u2028·99999999999·-1·0x1F")
                    .split("·"));

    @TempDir
    private Path folder;

    @Test
    void brokenFile_isReadOrRefused() throws IOException {
        var seed = Seed.of(BrokenFileTest.class);
        var random = new SplittableRandom(seed);
        var demo = Files.readAllBytes(Path.of("assets/demo/signalbox.yaml"));
        var refused = 0;
        for (var round = 0; round < ROUNDS; round++) {
            refused += isRefused(broken(demo, random)) ? 1 : 0;
        }
        assertThat(refused).isBetween(ROUNDS / 10, ROUNDS);
    }

    private static byte[] broken(byte[] text, SplittableRandom random) {
        var result = text;
        for (var changes = random.nextInt(1, 5); changes > 0; changes--) {
            var from = random.nextInt(result.length + 1);
            var to = Math.min(result.length, from + random.nextInt(4));
            var piece = random.nextInt(10) == 0
                    ? new byte[] {(byte) random.nextInt()}
                    : PIECES.get(random.nextInt(PIECES.size())).getBytes(StandardCharsets.UTF_8);
            var out = new ByteArrayOutputStream();
            out.write(result, 0, from);
            out.writeBytes(piece);
            out.write(result, to, result.length - to);
            result = out.toByteArray();
        }
        return result;
    }

    private boolean isRefused(byte[] text) throws IOException {
        var file = Files.write(folder.resolve("signalbox.yaml"), text);
        try {
            assertThat(WorkspaceFile.load(file, Map.of()).services()).isNotEmpty();
            return false;
        } catch (InvalidWorkspaceException e) {
            assertThat(e.problems())
                    .isNotEmpty()
                    .allSatisfy(each ->
                            assertThat(each.toString()).doesNotContain("\n", "\u0007", "Exception", "'reader'"));
            return true;
        }
    }
}
