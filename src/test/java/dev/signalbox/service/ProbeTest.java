package dev.signalbox.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ProbeTest {
    @ParameterizedTest
    @CsvSource({
        "http://localhost:80/ready, http://localhost:80/ready",
        "http://me:secret@localhost/, http://localhost/",
        "http://localhost/?token=qtoken123, http://localhost/?token=…",
        "http://localhost/x?a=1&token=q%20t&b, http://localhost/x?a=…&token=…&…",
        "http://localhost/x?qtoken123#end, http://localhost/x?…#end"
    })
    void address_isShownWithoutSecrets(String uri, String shown) {
        assertThat(new Probe.Check.Http(URI.create(uri), 200, null).withoutSecrets())
                .isEqualTo(shown);
    }
}
