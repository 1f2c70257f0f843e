package dev.signalbox.cli;

import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `signalbox stop`.
@Command(
        name = "stop",
        mixinStandardHelpOptions = true,
        description = "Stop services.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            AskingCommand.OK,
            AskingCommand.FAILED,
            AskingCommand.USAGE,
            AskingCommand.NOT_FOUND,
            AskingCommand.TIMED_OUT,
            AskingCommand.CANCELLED,
            AskingCommand.NO_ENGINE
        })
public final class StopCommand extends OperateCommand {
    private static final Node YES = new Node(true);

    @Option(names = "--with-dependents", description = "Stop what needs it first, as one plan.")
    private boolean withDependents;

    @Option(
            names = "--now",
            description = "Before all that waits, instead of what runs, and though the queue is held. Of several, each"
                    + " waits only until those that need it have ended, however that was.")
    private boolean now;

    StopCommand() {
        super("stop");
    }

    @Override
    String path(String id) {
        return now ? "/services/" + Engine.encoded(id) + "/stop-now" : super.path(id);
    }

    @Override
    Wish wish(List<String> services, boolean everything) {
        if (!now) {
            return super.wish(services, everything);
        }
        // What is there then counts, not what was listed before: one that has gone since must not stand in the way.
        return new Wish(
                "/stop-all", everything ? Map.of("now", YES) : Map.of("now", YES, "services", Node.ofTexts(services)));
    }

    @Override
    Wish single(String service) {
        return now ? single(service, Map.of("now", YES)) : super.single(service);
    }

    @Override
    boolean withOthers() {
        return withDependents;
    }

    @Override
    void tellOfOthers(Engine engine, String service, List<String> others) {
        tellOfDependents(service, others, "stops them first");
    }
}
