package dev.signalbox.wire;

import dev.signalbox.operation.Step;
import java.time.Duration;
import java.util.List;

@Says("What an operation's body has reported.")
public record StepMessage(String text, long afterMs, boolean done) {
    public static StepMessage of(Step step) {
        return new StepMessage(step.text(), step.after().toMillis(), step.done());
    }

    static List<StepMessage> of(List<Step> steps) {
        return steps.stream().map(StepMessage::of).toList();
    }

    Step toStep() {
        return new Step(text, Duration.ofMillis(afterMs), done);
    }
}
