package dev.signalbox.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogLevelTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INFO:     Uvicorn running|INFO",
                "2026-03-01 14:32:07,104 WARNING pool is full|WARN",
                "[14:32:07] [ERROR] no route|ERROR",
                "[E] short|ERROR",
                "[warn] nginx|WARN",
                "error: cannot open|ERROR",
                "Fatal: cannot open|ERROR",
                "time=14:32 level=debug msg=ERROR|DEBUG",
                "{\"level\":\"error\",\"msg\":\"x\"}|ERROR",
                "{\"level\": \"info\"}|INFO",
                "E0102 15:04:05.000000 main.go:1] x|ERROR",
                "TRACE entering|DEBUG",
                "INFO [03-01 14:32:07] Imported|INFO",
                "CRITICAL:root:x|ERROR",
                "NOTICE x|INFO"
            })
    void of_theFirstWordThatNamesOne(String text, LogLevel level) {
        assertThat(LogLevel.of(text)).isEqualTo(level);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0 errors, no warning",
                "reading INFO.md and my-ERROR-page",
                "Exciting news",
                "a line that comes to speak of it only after a long time and more than eighty characters: ERROR"
            })
    void of_noneWhereNothingIsSaid(String text) {
        assertThat(LogLevel.of(text)).isNull();
    }
}
