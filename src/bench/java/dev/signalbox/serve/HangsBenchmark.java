package dev.signalbox.serve;

import dev.signalbox.HungFolder;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;

/// How quick `serve` is for all others while the folders of some services hang, beside how quick it is else. As root,
/// as only root can make a folder hang.
public final class HangsBenchmark {
    private static final int HUNG =
            Integer.getInteger("hung", 2 * Runtime.getRuntime().availableProcessors());
    private static final int ROUNDS = 200;
    private static final int RESTARTS = 40;

    private final ServeProcess served;
    private final HttpClient client = HttpClient.newHttpClient();

    private HangsBenchmark(ServeProcess served) {
        this.served = served;
    }

    public static void main(String[] args) throws Exception {
        var folder = Files.createTempDirectory("hangs");
        var share = Files.createDirectory(folder.resolve("share"));
        var yaml = new StringBuilder("name: hangs\non_exit: stop\nservices:\n");
        yaml.append("  well: { command: [sleep, \"1000000\"], settle: 0s }\n");
        for (var i = 0; i < HUNG; i++) {
            yaml.append("  hung" + i + ": { command: [sleep, \"1000000\"], cwd: share, start_timeout: 1h }\n");
        }
        Files.writeString(folder.resolve("signalbox.yaml"), yaml);
        var log = Redirect.to(folder.resolve("serve.err").toFile());
        var served = ServeProcess.begin(folder, log, List.of(), List.of());
        try {
            var benchmark = new HangsBenchmark(served);
            benchmark.measure("to warm up");
            benchmark.measure("nothing hangs");
            try (var _ = HungFolder.over(share)) {
                for (var i = 0; i < HUNG; i++) {
                    benchmark.ask("POST", "/start/hung" + i);
                }
                while (benchmark.ask("GET", "/services").split(" hangs; waiting", -1).length <= HUNG) {
                    Thread.onSpinWait();
                }
                benchmark.measure(HUNG + " hang");
            }
        } finally {
            served.process().destroy();
            served.process().waitFor();
        }
    }

    private void measure(String when) throws IOException, InterruptedException {
        var answers = new long[ROUNDS];
        for (var i = 0; i < ROUNDS; i++) {
            var begin = System.nanoTime();
            ask("GET", "/health");
            answers[i] = System.nanoTime() - begin;
        }
        var restarts = new long[RESTARTS];
        for (var i = 0; i < RESTARTS; i++) {
            var begin = System.nanoTime();
            ask("POST", "/restart/well?wait=true");
            restarts[i] = System.nanoTime() - begin;
        }
        System.out.printf("%s: GET /health %s; a restart of another service %s%n", when, text(answers), text(restarts));
    }

    private static String text(long[] nanos) {
        Arrays.sort(nanos);
        return "%.1f ms, p50, %.1f ms, p99"
                .formatted(nanos[nanos.length / 2] / 1e6, nanos[nanos.length * 99 / 100] / 1e6);
    }

    private String ask(String method, String path) throws IOException, InterruptedException {
        var answer = served.send(client, method, path, "");
        if (answer.statusCode() >= 300) {
            throw new IOException(method + " " + path + ": " + answer.body());
        }
        return answer.body();
    }
}
