package dev.signalbox.service.probe;

import static dev.signalbox.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.service.Answer.Kind;
import dev.signalbox.time.SideThread;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Hosts by their names.
@Timeout(60)
class LookupTest {
    private final SideThread side = new SideThread();
    private final AtomicInteger lookups = new AtomicInteger();

    private Lookup lookup(Lookup.Resolver resolver) {
        return new Lookup(side, Duration.ofSeconds(2), host -> {
            lookups.incrementAndGet();
            return resolver.resolve(host);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "10.0.0.1", "::1", "fe80::1", "::ffff:127.0.0.1"})
    void addressItself_asksNobody(String address) throws Exception {
        var lookup = lookup(host -> {
            throw new UnknownHostException(host);
        });
        assertThat(lookup.addresses(address)).containsExactly(InetAddress.getByName(address));
        assertThat(lookups).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LocalHost", "localhost.", "api.localhost"})
    void thisMachine_isBothLoopbackAddresses_whateverItsFilesSay(String name) throws Exception {
        var lookup = lookup(_ -> new InetAddress[] {InetAddress.getByName("127.0.0.1")});
        assertThat(lookup.addresses(name))
                .containsExactly(InetAddress.getByName("127.0.0.1"), InetAddress.getByName("::1"));
        assertThat(lookups).hasValue(0);
    }

    @Test
    void hostWithSeveralAddresses_givesThemAll() throws Exception {
        var all = new InetAddress[] {InetAddress.getByName("10.0.0.1"), InetAddress.getByName("fd00::1")};
        assertThat(lookup(_ -> all).addresses("db")).containsExactly(all);
        assertThat(lookup(_ -> all).addresses("notlocalhost")).containsExactly(all);
    }

    @Test
    void engineWithoutFileHandles_cannotLookUp_alsoWhileJavaRemembersThat() {
        var answers = new ArrayDeque<>(List.of("db: Too many open files", "db", "db: Name or service not known", "db"));
        var lookup = lookup(_ -> {
            throw new UnknownHostException(answers.remove());
        });
        var kinds = Stream.generate(() -> finding(lookup).kind()).limit(4);
        assertThat(kinds).containsExactly(Kind.UNKNOWN, Kind.UNKNOWN, Kind.NO_HOST, Kind.NO_HOST);
    }

    private static Finding finding(Lookup lookup) {
        try {
            return Finding.yes(lookup.addresses("db").toString());
        } catch (IOException e) {
            return Problems.of(e);
        }
    }

    @Test
    void unknownHost_isNamed() {
        var lookup = lookup(host -> {
            throw new UnknownHostException(host + ": Name or service not known");
        });
        assertThatThrownBy(() -> lookup.addresses("db"))
                .isInstanceOfSatisfying(
                        UnaskableException.class,
                        problem ->
                                assertThat(problem.finding()).isEqualTo(new Finding(Kind.NO_HOST, "no such host: db")));
    }

    @Test
    void hangingNameServer_isToldAtTheTimeout_andAskedOnceOnly() throws Exception {
        var gate = new CountDownLatch(1);
        var lookup = lookup(_ -> {
            try {
                gate.await();
                return new InetAddress[0];
            } catch (InterruptedException e) {
                throw new AssertionError("no interrupt reaches a resolver", e);
            }
        });
        for (var i = 0; i < 3; i++) {
            var finding = new CompletableFuture<Finding>();
            var asker = Thread.startVirtualThread(() -> {
                try {
                    lookup.addresses("db");
                } catch (IOException e) {
                    finding.complete(Problems.of(e));
                }
            });
            await().until(() -> asker.getState() == Thread.State.WAITING);
            asker.interrupt();
            assertThat(finding.join()).isEqualTo(new Finding(Kind.NO_HOST, "no answer of the name server within 2 s"));
        }
        gate.countDown();
        assertThat(side.untilInterrupted("free again", () -> "free again", _ -> {}))
                .isEqualTo("free again");
        assertThat(lookups).hasValue(1);
    }
}
