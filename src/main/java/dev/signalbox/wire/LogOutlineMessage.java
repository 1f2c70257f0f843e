package dev.signalbox.wire;

import dev.signalbox.log.LogOutline;
import java.util.List;

@Says("The output of some services from far: all bytes of it, in stretches of the same length, oldest first.")
public record LogOutlineMessage(
        @Says("how many lines of each stretch say that they are errors")
        List<Integer> errors,

        @Says("how many lines of each stretch say that they are warnings")
        List<Integer> warnings,

        @Says("what the engine has written between") List<Mark> marks,

        @Says("how much of all has been looked at, from 0 to 1")
        double done) {

    @Says("Something that the engine has written.")
    public record Mark(
            PlacedLogLineMessage line,

            @Says("how much of all bytes is before it, from 0 to 1")
            double share,

            @Says("whether a run ended that nobody had asked to")
            boolean bad) {}

    public static LogOutlineMessage of(LogOutline outline) {
        return new LogOutlineMessage(
                outline.errors(),
                outline.warnings(),
                outline.marks().stream()
                        .map(mark -> new Mark(PlacedLogLineMessage.of(mark.line()), mark.share(), mark.bad()))
                        .toList(),
                outline.done());
    }

    public LogOutline toOutline(RemoteClock clock) {
        return new LogOutline(
                errors,
                warnings,
                marks.stream()
                        .map(mark -> new LogOutline.Mark(mark.line.toLine(clock), mark.share, mark.bad))
                        .toList(),
                done);
    }
}
