import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A service to try Signalbox with: it takes a while to start and to stop, answers on a port of its own, writes a log,
 * and uses a little processor time and memory that vary.
 *
 * <p>Usage: {@code java DemoService --name NAME --port PORT [--start-delay MS] [--stop-delay MS]}
 */
public final class DemoService {
    private static final String GREY = "90";
    private static final String GREEN = "32";
    private static final String YELLOW = "33";
    private static final String RED = "31";
    private static final int BLOCK = 256 * 1024;
    private static final int MOST_BLOCKS = 24;

    private final String name;
    private final int port;
    private final Duration startDelay;
    private final Duration stopDelay;
    private final SplittableRandom random = new SplittableRandom();
    private final AtomicLong requests = new AtomicLong();
    private final ArrayDeque<byte[]> memory = new ArrayDeque<>();
    private volatile boolean ready;

    private DemoService(Map<String, String> options) {
        name = options.get("name");
        port = (int) number(options, "port", 1, 65_535);
        startDelay = Duration.ofMillis(number(options, "start-delay", 0, 3_600_000));
        stopDelay = Duration.ofMillis(number(options, "stop-delay", 0, 3_600_000));
    }

    public static void main(String[] arguments) throws InterruptedException {
        try {
            new DemoService(options(arguments)).run();
        } catch (IllegalArgumentException e) {
            System.err.println("DemoService: " + e.getMessage());
            System.exit(2);
        }
    }

    private void run() throws InterruptedException {
        log(
                System.out,
                GREEN,
                "INFO ",
                "starting " + name + ", pid " + ProcessHandle.current().pid());
        try {
            listen();
        } catch (IOException e) {
            log(System.err, RED, "ERROR", "cannot listen on port " + port + ": " + e.getMessage());
            System.exit(1);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(this::shutDown, "shutdown"));
        warmUp();
        ready = true;
        log(System.out, GREEN, "INFO ", "ready, listening on http://127.0.0.1:" + port);
        while (true) {
            work();
            Thread.sleep(random.nextInt(400, 2_000));
        }
    }

    private void listen() throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 16);
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getPath();
        var status = !path.equals("/health") ? 404 : ready ? 200 : 503;
        var body = (status == 200 ? "ok" : status == 503 ? "starting" : "only /health is here") + "\n";
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        exchange.sendResponseHeaders(status, bytes.length);
        try (var out = exchange.getResponseBody()) {
            out.write(bytes);
        }
        requests.incrementAndGet();
        log(System.out, GREY, "DEBUG", exchange.getRequestMethod() + " " + path + " " + status);
    }

    private void warmUp() throws InterruptedException {
        var steps = 4;
        for (var step = 1; step <= steps; step++) {
            Thread.sleep(startDelay.dividedBy(steps).toMillis());
            log(System.out, GREEN, "INFO ", "warming up, " + step * 100 / steps + " %");
        }
    }

    /** Burns a few milliseconds, takes or frees some memory, and tells of it. */
    private void work() {
        var until = System.nanoTime() + random.nextLong(2_000_000, 25_000_000);
        var block = 0L;
        while (System.nanoTime() < until) {
            block = block * 31 + random.nextLong();
        }
        if (memory.size() < MOST_BLOCKS && random.nextInt(MOST_BLOCKS) >= memory.size()) {
            memory.add(new byte[BLOCK]);
        } else {
            memory.poll();
        }
        var id = Long.toHexString(block >>> 32);
        switch (random.nextInt(20)) {
            case 0 -> log(System.err, RED, "ERROR", "peer " + id + " reset the connection, will retry in 500 ms");
            case 1, 2 -> log(System.out, YELLOW, "WARN ", "block " + id + " took longer than usual");
            case 3, 4, 5 -> log(System.out, GREY, "DEBUG", "cache holds " + memory.size() * BLOCK / 1024 + " kB");
            default -> log(System.out, GREEN, "INFO ", "block " + id + " done, " + requests + " requests so far");
        }
    }

    private void shutDown() {
        ready = false;
        log(System.out, GREEN, "INFO ", "shutting down");
        try {
            Thread.sleep(stopDelay.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        log(System.out, GREEN, "INFO ", "stopped");
        // A stop that was asked for is a success, and not the 143 that the JVM would end with.
        Runtime.getRuntime().halt(0);
    }

    /** Without the time, which the console notes by itself. */
    private static void log(PrintStream to, String colour, String level, String text) {
        to.println("\u001b[" + colour + "m" + level + "\u001b[0m " + text);
    }

    private static Map<String, String> options(String[] arguments) {
        var options = new HashMap<>(Map.of("start-delay", "0", "stop-delay", "0"));
        for (var i = 0; i < arguments.length; i += 2) {
            var key = arguments[i].startsWith("--") ? arguments[i].substring(2) : "";
            if (!key.matches("name|port|start-delay|stop-delay")) {
                throw new IllegalArgumentException(
                        "unknown option " + arguments[i] + "; allowed: --name, --port, --start-delay, --stop-delay");
            }
            if (i + 1 == arguments.length) {
                throw new IllegalArgumentException(arguments[i] + " needs a value");
            }
            options.put(key, arguments[i + 1]);
        }
        if (!options.containsKey("name") || !options.containsKey("port")) {
            throw new IllegalArgumentException("--name and --port are needed");
        }
        return options;
    }

    private static long number(Map<String, String> options, String key, long least, long most) {
        var text = options.get(key);
        var number = text.matches("[0-9]{1,9}") ? Long.parseLong(text) : -1;
        if (number < least || number > most) {
            throw new IllegalArgumentException(
                    "--" + key + " is " + text + "; allowed: a whole number from " + least + " to " + most);
        }
        return number;
    }
}
