package dev.signalbox.cli;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `signalbox schedule`: whether schedules start their services.
@Command(
        name = "schedule",
        mixinStandardHelpOptions = true,
        description = "Suspend and resume schedules.",
        subcommands = {ScheduleCommand.Suspend.class, ScheduleCommand.Resume.class})
public final class ScheduleCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "one of suspend and resume is missing");
    }

    /// Switches the schedules of services.
    abstract static class Switch extends EngineCommand {
        private final String word;

        @Parameters(arity = "1..*", paramLabel = "SERVICE", description = "Ids of services.")
        private List<String> ids = List.of();

        Switch(String word) {
            this.word = word;
        }

        /// How it is now, for people.
        abstract String describe(Node service);

        @Override
        int run(Engine engine) {
            for (var id : ids) {
                var service = engine.post("/services/" + Engine.encoded(id) + "/schedule/" + word, "");
                print(id, service, describe(service));
            }
            out().flush();
            return ExitCode.SUCCEEDED;
        }
    }

    /// `signalbox schedule suspend`.
    @Command(
            name = "suspend",
            mixinStandardHelpOptions = true,
            description = "Let schedules start nothing, also after a restart of the engine; all else goes on.",
            exitCodeListHeading = "Exit codes:%n",
            exitCodeList = {
                "0:It is done.",
                "1:One has no schedule, or the next engine will not know it.",
                "2:The command was used wrongly.",
                "3:There is no such service.",
                "6:No engine answers."
            })
    static final class Suspend extends Switch {
        Suspend() {
            super("suspend");
        }

        @Override
        String describe(Node service) {
            var suspended = service.path("schedule_suspended");
            return "schedule suspended since " + Words.time(suspended, "since") + " by " + Words.text(suspended, "by");
        }
    }

    /// `signalbox schedule resume`.
    @Command(
            name = "resume",
            mixinStandardHelpOptions = true,
            description = "Let suspended schedules start their services again.",
            exitCodeListHeading = "Exit codes:%n",
            exitCodeList = {
                "0:It is done.",
                "1:One has no schedule, or the next engine will not know it.",
                "2:The command was used wrongly.",
                "3:There is no such service.",
                "6:No engine answers."
            })
    static final class Resume extends Switch {
        Resume() {
            super("resume");
        }

        @Override
        String describe(Node service) {
            var next = Words.time(service, "next_run");
            return "schedule not suspended" + (next.isEmpty() ? "" : ", next run " + next);
        }
    }
}
