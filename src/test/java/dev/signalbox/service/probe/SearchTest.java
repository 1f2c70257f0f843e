package dev.signalbox.service.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Patterns on texts, the evil ones too.
@Timeout(60)
class SearchTest {

    @Test
    void find_ordinary_isAsTheLibrarySays() throws Exception {
        assertThat(Search.find(Pattern.compile("o+k"), "it is ook")).isTrue();
        assertThat(Search.find(Pattern.compile("^k"), "it is ook")).isFalse();
    }

    @Test
    void find_exponential_isGivenUp() {
        assertThatThrownBy(() -> Search.find(Pattern.compile("^(a|aa)+\\1b$"), "a".repeat(60) + "!"))
                .isInstanceOf(IOException.class)
                .hasMessage("/^(a|aa)+\\1b$/ takes too long to look for");
    }

    @Test
    void find_deepRecursion_isGivenUp() {
        assertThatThrownBy(() -> Search.find(Pattern.compile("^(?:a|b)*$"), "ab".repeat(500_000)))
                .isInstanceOf(IOException.class)
                .hasMessageEndingWith("takes too long to look for");
    }
}
