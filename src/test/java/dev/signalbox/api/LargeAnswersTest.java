package dev.signalbox.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class LargeAnswersTest {
    private static final int MOST = 1_000_000;

    private final LargeAnswers answers = new LargeAnswers(MOST);

    @Test
    void oneCaller_hasHalfOfTheRoom_andOthersTheRest() {
        assertThat(answers.enter("one", 300_000)).isTrue();
        assertThat(answers.enter("one", 200_000)).isTrue();
        assertThat(answers.enter("one", 100_000)).isFalse();
        assertThat(answers.enter("other", 500_000)).isTrue();
        assertThat(answers.enter("third", 100_000)).isFalse();

        answers.leave("other", 500_000);

        assertThat(answers.enter("third", 100_000)).isTrue();
    }

    @Test
    void answerLargerThanTheRoom_isSentAlone() {
        assertThat(answers.enter("one", 2 * MOST)).isTrue();
        assertThat(answers.enter("other", LargeAnswers.LARGE)).isFalse();
        answers.leave("one", 2 * MOST);
        assertThat(answers.enter("other", LargeAnswers.LARGE)).isTrue();
    }

    @Test
    void smallAnswers_goOutHoweverFullItIs() {
        assertThat(answers.enter("one", MOST)).isTrue();
        assertThat(answers.enter("one", LargeAnswers.LARGE - 1)).isTrue();
        answers.leave("one", LargeAnswers.LARGE - 1);
        assertThat(answers.enter("one", LargeAnswers.LARGE)).isFalse();
    }
}
