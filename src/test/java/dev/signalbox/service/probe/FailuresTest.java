package dev.signalbox.service.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.service.Answer.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import org.junit.jupiter.api.Test;

/// What it says of a service that none of its addresses is of use.
class FailuresTest {
    private static final IOException REFUSED = new ConnectException("Connection refused");
    private static final IOException NO_HANDLES = new UnaskableException(new SocketException("Too many open files"));
    private static final IOException NO_NETWORK = new SocketException("Network is unreachable");
    private static final IOException STRANGER = new Failures.StrangerException(80, "pid 7 (six.py)");

    private static Finding of(IOException... problems) {
        var failures = new Failures();
        for (var i = 0; i < problems.length; i++) {
            failures.add("address " + (i + 1), problems[i]);
        }
        return Problems.of(failures.verdict());
    }

    @Test
    void refusedEverywhere_namesAllAddresses() {
        assertThat(of(REFUSED)).isEqualTo(Finding.no("connection refused on address 1"));
        assertThat(of(REFUSED, REFUSED)).isEqualTo(Finding.no("connection refused on address 1 and address 2"));
        assertThat(of(new NoRouteToHostException("No route to host"), REFUSED))
                .isEqualTo(Finding.no("No route to host on address 1; connection refused on address 2"));
    }

    @Test
    void addressThatIsNotOnThisMachine_saysNothingBesideOneThatRefused() {
        assertThat(of(REFUSED, NO_NETWORK)).isEqualTo(Finding.no("connection refused on address 1"));
        assertThat(of(NO_NETWORK, REFUSED)).isEqualTo(Finding.no("connection refused on address 2"));
        assertThat(of(NO_NETWORK)).isEqualTo(Finding.unknown("Network is unreachable"));
        assertThat(of().kind()).isEqualTo(Kind.UNKNOWN);
    }

    @Test
    void engineWithoutAFileHandleForOneAddress_doesNotKnowWhetherTheServiceIsThere() {
        assertThat(of(NO_HANDLES, REFUSED)).isEqualTo(Finding.unknown("Too many open files"));
        assertThat(of(REFUSED, NO_HANDLES)).isEqualTo(Finding.unknown("Too many open files"));
        assertThat(of(STRANGER, NO_HANDLES)).isEqualTo(Finding.unknown("Too many open files"));
    }

    @Test
    void stranger_isWhyTheServiceRefusesElsewhere() {
        var held = Finding.no("port 80 is held by pid 7 (six.py), not by this service");
        assertThat(of(STRANGER, REFUSED)).isEqualTo(held);
        assertThat(of(REFUSED, STRANGER)).isEqualTo(held);
        assertThat(of(NO_NETWORK, STRANGER)).isEqualTo(held);
    }
}
