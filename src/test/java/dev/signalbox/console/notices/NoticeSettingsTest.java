package dev.signalbox.console.notices;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Properties;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What is kept of notices for the next window.
class NoticeSettingsTest {
    private static final Instant NOON = Instant.parse("2026-12-01T12:00:00Z");

    @Test
    void settings_comeBackAsTheyWere() {
        var settings = new NoticeSettings(
                false,
                true,
                LocalTime.of(21, 30),
                LocalTime.of(6, 0),
                List.of(new Mute("größe: a\\b", NOON, null), new Mute("web", NOON, NOON.plusSeconds(1800))),
                NOON);
        assertThat(NoticeSettings.load(stored(settings))).isEqualTo(settings);
    }

    @Test
    void whatNobodyCanRead_isAsUsual() {
        var stored = new Properties();
        stored.setProperty("notices.quiet.from", "late");
        stored.setProperty("notices.muted", "nonsense\n\t\t\n" + NOON + "\tnever\tweb\n" + NOON + "\trecovered\tweb");
        stored.setProperty("notices.seen", "yesterday");
        var settings = NoticeSettings.load(stored);
        assertThat(settings.from()).isEqualTo(LocalTime.of(22, 0));
        assertThat(settings.mutes()).containsExactly(new Mute("web", NOON, null));
        assertThat(settings.seen()).isNull();
    }

    @Test
    void quietHours_goOverMidnight() {
        var night = NoticeSettings.DEFAULT.quiet(true);
        assertThat(night.isQuietAt(LocalTime.of(21, 59))).isFalse();
        assertThat(night.isQuietAt(LocalTime.of(22, 0))).isTrue();
        assertThat(night.isQuietAt(LocalTime.of(3, 0))).isTrue();
        assertThat(night.isQuietAt(LocalTime.of(7, 0))).isFalse();
        assertThat(night.quiet(false).isQuietAt(LocalTime.of(3, 0))).isFalse();
        var noon = night.quietBetween(LocalTime.of(12, 0), LocalTime.of(13, 0));
        assertThat(noon.isQuietAt(LocalTime.of(12, 30))).isTrue();
        assertThat(noon.isQuietAt(LocalTime.of(3, 0))).isFalse();
    }

    @Test
    void moreMutesThanAnybodyNeeds_areNotKept() {
        var mutes = IntStream.range(0, 5_000)
                .mapToObj(i -> new Mute("service-" + i, NOON, null))
                .toList();
        assertThat(NoticeSettings.DEFAULT.muting(mutes).mutes()).hasSize(NoticeSettings.MOST_MUTES);
    }

    private static Properties stored(NoticeSettings settings) {
        var stored = new Properties();
        settings.store(stored);
        return stored;
    }
}
