package dev.signalbox.service.probe;

import static dev.signalbox.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.Seed;
import dev.signalbox.service.Answer;
import dev.signalbox.service.Listeners;
import dev.signalbox.service.Probe;
import dev.signalbox.service.Probe.Check;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.ServiceDefinition.EnvValue;
import dev.signalbox.service.TestDefinitions;
import dev.signalbox.time.FakeTime;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The probes of many services together.
@Timeout(60)
class ProbesTest {
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final int SERVICES = 200;

    private final FakeTime time = new FakeTime();

    private static Probe probe(Check check) {
        return new Probe(check, EVERY, Duration.ofSeconds(2), 3, Duration.ZERO);
    }

    @Test
    void begin_staggered_spreadsServicesOverARound() throws Exception {
        var seed = Seed.of(ProbesTest.class);
        var told = new ConcurrentLinkedQueue<Answer>();
        try (var probes = new Probes(time, new Random(seed));
                var server = new ServerSocket(0, 2 * SERVICES, InetAddress.getByName("127.0.0.1"))) {
            var probings = new ArrayList<Probing>();
            for (var i = 0; i < SERVICES; i++) {
                var probing = probes.prepare(
                        TestDefinitions.argv("service-" + i, "true"),
                        probe(new Check.Tcp(server.getLocalPort())),
                        EVERY,
                        null,
                        Listeners.UNKNOWN,
                        told::add);
                probing.begin(true);
                probings.add(probing);
            }
            for (var quarter = 1; quarter <= 4; quarter++) {
                time.advance(EVERY.dividedBy(4));
                await().until(() -> probings.stream().noneMatch(Probing::isBusy));
                // Each quarter has a quarter of them, give or take what is never seen by chance.
                assertThat(told.size()).isBetween(quarter * 50 - 40, quarter * 50 + 40);
            }
            // The last of them wait for the next tick.
            time.advance(EVERY.dividedBy(20));
            await().until(() -> probings.stream().noneMatch(Probing::isBusy));
            assertThat(told.stream().filter(answer -> answer.attempt() == 1)).hasSize(SERVICES);
        }
    }

    @Test
    void close_endsEveryProbing() {
        var told = new ConcurrentLinkedQueue<Answer>();
        var probes = new Probes(time, new Random(1));
        var service = TestDefinitions.argv("backend", "true");
        var early = probes.prepare(service, probe(new Check.Tcp(1)), EVERY, null, Listeners.UNKNOWN, told::add);
        early.begin(false);
        probes.close();
        var late = probes.prepare(service, probe(new Check.Tcp(1)), EVERY, null, Listeners.UNKNOWN, told::add);
        late.begin(false);
        time.advance(Duration.ofMinutes(1));
        assertThat(List.of(early.isBusy(), late.isBusy())).containsOnly(false);
        assertThat(told).isEmpty();
    }

    @Test
    void prepare_logProbeWithoutLog_isAMistake() {
        try (var probes = new Probes(time, new Random(1))) {
            var service = TestDefinitions.argv("backend", "true");
            var probe = probe(new Check.Log(Pattern.compile("ready")));
            assertThatThrownBy(() -> probes.prepare(service, probe, EVERY, null, Listeners.UNKNOWN, _ -> {}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("a log probe of backend without its log");
        }
    }

    @Test
    void answers_ofAllKinds_showNoSecret() throws Exception {
        var service = secretive();
        try (var asking = new Asking();
                var server = RawServer.answering("HTTP/1.1 200 OK", "Content-Length: 2", "", "no")) {
            var http = new Check.Http(server.uri("/"), 200, Pattern.compile("hush-hush"));
            assertThat(asking.ask(service, http).text()).isEqualTo("HTTP 200, but its body has no match of /••••••/");
        }
    }

    private static ServiceDefinition secretive() {
        return TestDefinitions.argv("backend", "true")
                .but()
                .env(Map.of("PASSWORD", new EnvValue("hush-hush", true)))
                .build();
    }
}
