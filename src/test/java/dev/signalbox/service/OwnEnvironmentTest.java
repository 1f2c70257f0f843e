package dev.signalbox.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class OwnEnvironmentTest {
    private static Map<String, String> of(String block) {
        return OwnEnvironment.of(block.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void variables_areThoseOfTheProcess() {
        assertThat(OwnEnvironment.read()).containsAllEntriesOf(Map.of("PATH", System.getenv("PATH")));
    }

    @Test
    void namesAndValues_mayHaveAnyBytes() {
        assertThat(of("LATIN=gr\u00fcn\0\u00dc=1\0EMPTY=\0SUM=1+1=2\0"))
                .isEqualTo(Map.of("LATIN", "gr\udcfcn", "\udcdc", "1", "EMPTY", "", "SUM", "1+1=2"));
    }

    @Test
    void ofTwoOfOneName_theFirstCounts() {
        assertThat(of("A=1\0A=2\0")).isEqualTo(Map.of("A", "1"));
    }

    @Test
    void whatIsNoVariable_isLeftOut() {
        assertThat(of("\0nothing\0=x\0A=1")).isEqualTo(Map.of("A", "1"));
    }

    @Test
    void localeThatTheLauncherChose_isTheOneBefore() {
        assertThat(of("LC_ALL=C.UTF-8\0SIGNALBOX_LC_ALL=de_DE\0")).isEqualTo(Map.of("LC_ALL", "de_DE"));
        assertThat(of("LC_ALL=C.UTF-8\0SIGNALBOX_LC_ALL=\0")).isEmpty();
        assertThat(of("LC_ALL=C.UTF-8\0")).isEqualTo(Map.of("LC_ALL", "C.UTF-8"));
    }

    @Test
    void variablesThatTheShellOfTheLauncherLost_areThere_byteForByte() {
        var lost = HexFormat.of()
                .formatHex("a.b=1\0\u00fc-=\u00fc\0BASH_FUNC_x%%=() {\n}\0A=2\0".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(of("A=1\0SIGNALBOX_LOST=" + lost))
                .isEqualTo(Map.of("A", "1", "a.b", "1", "\udcfc-", "\udcfc", "BASH_FUNC_x%%", "() {\n}"));
    }

    @Test
    void whatIsLostInNoWayOfTheLaunchers_isLeftOut() {
        assertThat(of("A=1\0SIGNALBOX_LOST=zz")).isEqualTo(Map.of("A", "1"));
        assertThat(of("A=1\0SIGNALBOX_LOST=4")).isEqualTo(Map.of("A", "1"));
        assertThat(of("A=1\0SIGNALBOX_LOST=")).isEqualTo(Map.of("A", "1"));
    }
}
