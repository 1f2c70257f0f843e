package dev.signalbox.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What the processes of a [RecordingService] wrote of their lives: pids, in order.
///
/// @param begun those that had the service's lock for themselves
/// @param ready those that got their port
/// @param overlaps those that began while another one lived
/// @param conflicts those that found their port taken
public record Lives(List<Long> begun, List<Long> ready, List<Long> overlaps, List<Long> conflicts) {

    public static Lives read(Path file) throws IOException {
        var lines = Files.exists(file) ? Files.readAllLines(file) : List.<String>of();
        return new Lives(
                pids(lines, "begin "), pids(lines, "ready "), pids(lines, "overlap "), pids(lines, "conflict "));
    }

    private static List<Long> pids(List<String> lines, String word) {
        return lines.stream()
                .filter(line -> line.startsWith(word))
                .map(line -> Long.parseLong(line.substring(word.length())))
                .toList();
    }

    /// No two lived at the same time, and none found its port taken.
    public void assertOneAtATime() {
        assertThat(overlaps).as("processes that began while another one lived").isEmpty();
        assertThat(conflicts).as("processes that found their port taken").isEmpty();
    }
}
