package dev.signalbox.logging;

import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.simple.SimpleServiceProvider;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/// Makes loggers that write to standard error: each event as a line of text, by slf4j-simple, or of JSON. Their levels
/// are those of slf4j-simple.
public final class Logs implements SLF4JServiceProvider {
    private static volatile boolean json;

    private final SLF4JServiceProvider simple = simple();

    private static SLF4JServiceProvider simple() {
        var simple = new SimpleServiceProvider();
        simple.initialize();
        return simple;
    }

    /// Chooses these loggers, for all that are made after this.
    ///
    /// @param asJson whether they write JSON instead of text
    public static void use(boolean asJson) {
        json = asJson;
        System.setProperty("slf4j.provider", Logs.class.getName());
        // It would say on a line of its own that it does so.
        System.setProperty("slf4j.internal.verbosity", "WARN");
    }

    @Override
    public ILoggerFactory getLoggerFactory() {
        var loggers = simple.getLoggerFactory();
        return name ->
                json ? new JsonLogger(loggers.getLogger(name), System.err) : new TextLogger(loggers.getLogger(name));
    }

    @Override
    public IMarkerFactory getMarkerFactory() {
        return simple.getMarkerFactory();
    }

    @Override
    public MDCAdapter getMDCAdapter() {
        return simple.getMDCAdapter();
    }

    @Override
    public String getRequestedApiVersion() {
        return simple.getRequestedApiVersion();
    }

    @Override
    public void initialize() {
        // There is nothing to prepare.
    }
}
