package dev.signalbox.service.supervision;

import dev.signalbox.service.Answer;

/// What the answers to a probe amount to: one good answer makes it good, so many bad ones in a row make it bad.
/// Told by one thread at a time, read by any.
final class Streak {
    private final int limit;
    private int bad;
    private volatile boolean good;
    private volatile String lastAnswer;

    /// @param limit how many bad answers in a row count
    /// @param good whether it is good until they do
    Streak(int limit, boolean good, String lastAnswer) {
        this.limit = limit;
        this.good = good;
        this.lastAnswer = lastAnswer;
    }

    /// Takes the next answer.
    ///
    /// @return whether it completes a row of bad ones; then the next row begins
    boolean completedBadRow(Answer answer) {
        lastAnswer = answer.text();
        if (answer.ok()) {
            bad = 0;
            good = true;
            return false;
        }
        bad = (bad + 1) % limit;
        if (bad != 0) {
            return false;
        }
        good = false;
        return true;
    }

    boolean isGood() {
        return good;
    }

    String lastAnswer() {
        return lastAnswer;
    }
}
