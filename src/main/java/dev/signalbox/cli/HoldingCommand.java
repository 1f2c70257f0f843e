package dev.signalbox.cli;

import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// A command that holds queues, or lets them go on.
abstract class HoldingCommand extends EngineCommand {
    private final String word;

    @Parameters(paramLabel = "SERVICE", description = "Ids of services.")
    private List<String> ids = List.of();

    @Option(names = "--all", description = "Every queue, whether it is held by itself or not.")
    private boolean all;

    /// @param word what is asked for
    HoldingCommand(String word) {
        this.word = word;
    }

    /// What is asked for besides.
    Map<String, String> parameters() {
        return Map.of();
    }

    /// How it is now, for people.
    abstract String state(Node service);

    @Override
    int run(Engine engine) {
        if (all == !ids.isEmpty()) {
            throw wrong("either services or --all, one of them");
        }
        var query = Engine.query(parameters());
        if (all) {
            var services = engine.post("/" + word + query, "");
            if (isJson()) {
                print(services);
            } else {
                services.stream().forEach(service -> print(Words.text(service, "id"), service, describe(service)));
            }
        }
        for (var id : ids) {
            var service = engine.post("/services/" + Engine.encoded(id) + "/" + word + query, "");
            print(id, service, describe(service));
        }
        out().flush();
        return ExitCode.SUCCEEDED;
    }

    private String describe(Node service) {
        return state(service) + ", " + Services.waiting(service) + " waiting";
    }
}
