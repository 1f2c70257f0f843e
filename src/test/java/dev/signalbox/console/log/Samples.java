package dev.signalbox.console.log;

import dev.signalbox.log.LogLine;
import dev.signalbox.log.LogLine.Stream;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/// Lines for tests.
final class Samples {

    private static final String DAY = "2026-03-01T";

    private Samples() {}

    static LogLine line(String text) {
        return new LogLine(null, Stream.OUT, text);
    }

    static List<LogLine> numbered(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> line("line " + i)).toList();
    }

    /// A stretch of a service's restart with all that the view can show.
    static List<LogLine> restart() {
        return List.of(
                at("14:31:58.402", "INFO \u001b[32mGET\u001b[0m /health \u001b[32m200\u001b[0m 1.2 ms"),
                at("14:32:01.870", "WARN \u001b[33mpool\u001b[0m 9 of 10 connections in use"),
                new LogLine(null, Stream.OUT, "[INFO] a line whose time nobody noted"),
                console("14:32:03.811", "restart #1198 began, SIGTERM sent to pid 47962"),
                at("14:32:03.840", "INFO waiting for \u001b[34m2\u001b[0m open requests"),
                console("14:32:03.859", "pid 47962 exited with code 0 after 48 ms"),
                console("14:32:03.921", "started pid 48213"),
                at("14:32:04.377", "INFO loading config \u001b[34mdemo/backend.toml\u001b[0m"),
                at("14:32:04.902", "INFO connecting to \u001b[35mblockchain_node_1:8545\u001b[0m"),
                err(
                        "14:32:05.233",
                        "ERROR \u001b[1;31mECONNRESET\u001b[0m from blockchain_node_2:8545, retry in 500 ms"),
                err("14:32:05.300", "at Object.connect (net.js:112)"),
                at(
                        "14:32:06.455",
                        "DEBUG probe \u001b[38;5;208morange\u001b[0m \u001b[38;2;20;20;20mnear black\u001b[0m"
                                + " \u001b[2mfaint\u001b[0m \u001b[1mbold\u001b[0m"),
                at("14:32:06.820", "INFO 日本語 wide, e\u0301 combined, 🚀 rocket, \u0007 bell|"),
                at(
                        "14:32:07.012",
                        "\ttab\tstops\u001b[36m cyan \u001b[94mbright blue \u001b[30mblack \u001b[97mwhite"));
    }

    private static LogLine at(String time, String text) {
        return new LogLine(Instant.parse(DAY + time + "Z"), Stream.OUT, text);
    }

    private static LogLine err(String time, String text) {
        return new LogLine(Instant.parse(DAY + time + "Z"), Stream.ERR, text);
    }

    private static LogLine console(String time, String text) {
        return new LogLine(Instant.parse(DAY + time + "Z"), Stream.CONSOLE, text);
    }
}
