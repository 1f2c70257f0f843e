package dev.signalbox.driver.process;

import static dev.signalbox.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.service.DriverStatus;
import dev.signalbox.service.DriverStatus.Exited;
import dev.signalbox.service.ExitStatus;
import dev.signalbox.service.TestDefinitions;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Processes that live on behind the end of their service, of whose ends nobody tells.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class LivingOnTest {
    @TempDir
    private Path folder;

    private static int leftovers(DriverStatus status) {
        return status instanceof Exited end ? end.leftovers() : -1;
    }

    @Test
    void whatLivesOn_endsOneByOne_andTheStatusSaysSoByItself() throws Exception {
        var line = "setsid sleep 100 & sleep 100 & sleep 0.3; exit 3";
        try (var bench = new Bench(folder, TestDefinitions.shell("service", line))) {
            bench.start();
            await().until(() -> !bench.news.isEmpty());
            var living = bench.census().pids();
            assertThat(leftovers(bench.driver.status())).isEqualTo(2);
            bench.table.signal(living.getFirst(), 9);
            await().until(() -> leftovers(bench.news.getLast()) == 1);
            bench.table.signal(living.getLast(), 9);
            await().until(() -> leftovers(bench.news.getLast()) == 0);
            assertThat(bench.news)
                    .allSatisfy(news -> assertThat(((Exited) news).exit()).isEqualTo(new ExitStatus(3)));
            assertThat(bench.driver.status()).isEqualTo(bench.news.getLast());
        }
    }

    @Test
    void whatAnEarlierEngineHasSeenLivingOn_isLookedAtByTheNext() throws Exception {
        try (var bench = new Bench(folder, TestDefinitions.shell("service", "setsid sleep 100 & sleep 0.3; exit 3"))) {
            bench.start();
            await().until(() -> !bench.news.isEmpty());
            bench.leave();
            bench.enter();
            assertThat(leftovers(bench.driver.status())).isOne();
            bench.table.signal(bench.census().pids().getFirst(), 9);
            await().until(() -> !bench.news.isEmpty());
            assertThat(bench.news).extracting(LivingOnTest::leftovers).isEqualTo(List.of(0));
        }
    }
}
