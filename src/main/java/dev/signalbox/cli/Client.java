package dev.signalbox.cli;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/// The entry of those commands that only ask an engine. It reads the class of the one command that is meant, so
/// that it starts fast; `Main` has them all.
public final class Client {
    private Client() {}

    /// Runs one command.
    ///
    /// @param args the command's name and what follows it
    public static void main(String[] args) {
        var command = args.length == 0 ? null : command(args[0]);
        if (command == null) {
            System.err.println("signalbox: there is no such command");
            System.exit(ExitCode.USAGE);
            return;
        }
        var line = PathArgument.in(Mistakes.in(Version.in(new CommandLine(command))))
                .setCommandName("signalbox " + args[0]);
        System.exit(Mistakes.run(line, Arrays.copyOfRange(args, 1, args.length)));
    }

    /// The command of that name; `null` if there is none.
    static @Nullable Object command(String name) {
        return switch (name) {
            case "ps" -> new PsCommand();
            case "status" -> new StatusCommand();
            case "start" -> new StartCommand();
            case "stop" -> new StopCommand();
            case "restart" -> new RestartCommand();
            case "kill" -> new KillCommand();
            case "adopt" -> new AdoptCommand();
            case "queue" -> new QueueCommand();
            case "cancel" -> new CancelCommand();
            case "hold" -> new HoldCommand();
            case "resume" -> new ResumeCommand();
            case "schedule" -> new ScheduleCommand();
            case "recover" -> new RecoverCommand();
            case "logs" -> new LogsCommand();
            case "events" -> new EventsCommand();
            case "history" -> new HistoryCommand();
            case "reload" -> new ReloadCommand();
            case "token" -> new TokenCommand();
            case "explain" -> new ExplainCommand();
            default -> null;
        };
    }
}
