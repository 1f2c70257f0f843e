package dev.signalbox;

import dev.signalbox.api.ApiServer;
import dev.signalbox.api.ApiSettings;
import dev.signalbox.api.TokenStore;
import dev.signalbox.workspace.InvalidWorkspaceException;
import dev.signalbox.workspace.WorkspaceFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/// `signalbox serve`: the engine and its HTTP API, without a window.
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = "Run the services of a workspace without a window, with an HTTP API.",
        footer = "SIGTERM lets operations end, and leaves or stops the services as on_exit says. SIGHUP reloads.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:It was ended in good order.", "1:It could not start.", "2:The command was used wrongly."})
public final class ServeCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--workspace",
            paramLabel = "FILE",
            description = "The workspace file; signalbox.yaml here if not given.")
    private Path workspace = Path.of("signalbox.yaml");

    @Option(
            names = "--host",
            description = "The address to listen on; ${DEFAULT-VALUE} if not given.",
            defaultValue = "127.0.0.1")
    @SuppressWarnings("NullAway.Init")
    private String host;

    @Option(
            names = "--port",
            description = "The port; 0 for any. ${DEFAULT-VALUE} if not given.",
            defaultValue = "7070")
    private int port;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "Holds the first token, and is made if it is not there; "
                    + "token in the state folder if not given.")
    private @Nullable Path tokenFile;

    @Option(names = "--tls-cert", paramLabel = "FILE", description = "A certificate with its chain, as PEM.")
    private @Nullable Path certificate;

    @Option(names = "--tls-key", paramLabel = "FILE", description = "The certificate's key, as PEM.")
    private @Nullable Path key;

    @Option(names = "--allow-host", paramLabel = "NAME", description = "A further name by which clients may call.")
    private List<String> names = List.of();

    @Override
    public Integer call() throws InterruptedException {
        var settings = settings();
        try {
            var environment = System.getenv();
            var engine = Signalbox.open(WorkspaceFile.load(workspace, environment), environment);
            return serve(engine, settings);
        } catch (InvalidWorkspaceException e) {
            e.problems().forEach(spec.commandLine().getErr()::println);
        } catch (IOException | IllegalStateException e) {
            spec.commandLine().getErr().println("signalbox: " + e.getMessage());
        }
        return 1;
    }

    private ApiSettings settings() {
        if (port < 0 || port > 65_535) {
            throw new ParameterException(spec.commandLine(), "--port is " + port + ". Allowed: 0 to 65535");
        }
        if ((certificate == null) != (key == null)) {
            throw new ParameterException(spec.commandLine(), "--tls-cert and --tls-key go together");
        }
        var tls = certificate == null || key == null ? null : new ApiSettings.Certificate(certificate, key);
        return new ApiSettings(host, port, tls, Set.copyOf(names));
    }

    private int serve(Signalbox engine, ApiSettings settings) throws IOException, InterruptedException {
        var root = engine.state().root();
        var manager = new ServiceManager(System.getenv());
        ApiServer api;
        Path first = tokenFile == null ? root.resolve("token") : tokenFile;
        try {
            var tokens = TokenStore.open(root.resolve("tokens.json"), first, InstantSource.system());
            api = ApiServer.start(new ServedEngine(engine), tokens, settings);
        } catch (IOException | RuntimeException e) {
            engine.close();
            throw e;
        }
        var serving = new Serving(engine, api, manager);
        Runtime.getRuntime().addShutdownHook(new Thread(serving::end, "shutdown"));
        HangUp.handle(serving::reload);
        engine.autostart();
        var out = spec.commandLine().getOut();
        var line = new LinkedHashMap<String, Object>();
        line.put("address", api.address());
        line.put("token_file", first.toAbsolutePath().toString());
        line.put("pid", ProcessHandle.current().pid());
        out.println(JsonMapper.shared().writeValueAsString(line));
        out.flush();
        manager.ready();
        new CountDownLatch(1).await(); // a signal ends it
        return 0;
    }
}
