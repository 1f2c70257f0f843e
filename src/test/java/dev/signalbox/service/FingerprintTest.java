package dev.signalbox.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.service.Probe.Check;
import dev.signalbox.service.ServiceDefinition.Command;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Whether definitions are told apart, and are no others for a new version.
class FingerprintTest {
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration TIMEOUT = Duration.ofSeconds(15);
    private static final URI HEALTH = URI.create("http://h/");

    private static String print(Check check) {
        return print(new Probe(check, EVERY, TIMEOUT, 3, Duration.ZERO));
    }

    private static String print(Probe probe) {
        return Fingerprint.of(ServiceDefinition.builder("web", new Command.Argv(List.of("run")), Path.of("/srv"))
                .ports(List.of(8000, 8001))
                .ready(probe)
                .build());
    }

    @Test
    void probeThatEarlierVersionsKnew_isTheSameToThem() {
        var http = new Check.Http(URI.create("http://127.0.0.1:8000/health"), 204, Pattern.compile("ok"));
        assertThat(print(http)).isEqualTo("216ad7f745c1f40b");
        assertThat(print(new Check.Http(HEALTH, 200, null))).isEqualTo("a4979a600ab1d2cb");
        assertThat(print(new Check.Tcp(8000))).isEqualTo("d1a03aeaf8a5af4d");
        assertThat(print(new Check.Exec(List.of("a", "b c")))).isEqualTo("ca5ecfff737d2316");
        assertThat(print(new Check.Log(Pattern.compile("up")))).isEqualTo("834ffbc5191e4980");
    }

    private static Check http(String method, Map<String, String> headers, boolean insecure) {
        return new Check.Http(HEALTH, new Check.Request(method, headers, null, insecure), Statuses.of(200), null);
    }

    @Test
    void whatProbesHaveLearned_tellsThemApart() {
        var family = new Statuses(List.of(new Statuses.Range(200, 299)));
        var prints = Stream.of(
                        print(http("GET", Map.of(), false)),
                        print(http("HEAD", Map.of(), false)),
                        print(http("GET", Map.of(), true)),
                        print(http("GET", Map.of("Authorization", "one"), false)),
                        print(http("GET", Map.of("Authorization", "two"), false)),
                        print(new Check.Http(HEALTH, Check.Request.GET, family, null)),
                        print(new Check.Tcp(80)),
                        print(new Check.Tcp("db", 80)),
                        print(new Probe(new Check.Tcp(80), EVERY, TIMEOUT, null, 3, 2, Duration.ZERO)),
                        print(new Probe(new Check.Tcp(80), EVERY, TIMEOUT, EVERY, 3, 1, Duration.ZERO)))
                .toList();
        assertThat(prints).doesNotHaveDuplicates();
    }
}
