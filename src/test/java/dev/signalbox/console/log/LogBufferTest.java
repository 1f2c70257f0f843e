package dev.signalbox.console.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LogBufferTest {

    private final LogBuffer buffer = new LogBuffer();

    @Test
    void add_keepsTheLast5000UnderTheirNumbers() {
        Samples.numbered(0, 12_345).forEach(buffer::add);

        assertThat(buffer.size()).isEqualTo(5_000);
        assertThat(buffer.first()).isEqualTo(7_345);
        assertThat(buffer.get(7_345).text()).isEqualTo("line 7345");
        assertThat(buffer.get(12_344).text()).isEqualTo("line 12344");
        assertThatThrownBy(() -> buffer.get(7_344)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> buffer.get(12_345)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void clear_numbersGoOn() {
        Samples.numbered(0, 3).forEach(buffer::add);
        buffer.clear();
        assertThat(buffer.isEmpty()).isTrue();

        Samples.numbered(3, 4).forEach(buffer::add);
        assertThat(buffer.size()).isEqualTo(1);
        assertThat(buffer.get(3).text()).isEqualTo("line 3");
    }
}
