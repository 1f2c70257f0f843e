package dev.signalbox.logging;

import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.event.Level;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.NOPMDCAdapter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/// Makes loggers that write to standard error: each event as a line of text, or of JSON.
///
/// They write events of level INFO and above, or of the level that the system property `signalbox.log` names; of
/// libraries that tell of each step of theirs, WARN and above.
public final class Logs implements SLF4JServiceProvider {
    private static final Level LEAST = Level.valueOf(System.getProperty("signalbox.log", "INFO"));
    private static volatile boolean json;

    private final IMarkerFactory markers = new BasicMarkerFactory();
    private final MDCAdapter context = new NOPMDCAdapter();

    /// Chooses JSON instead of text, for all loggers that are made after this.
    public static void useJson() {
        json = true;
    }

    @Override
    public ILoggerFactory getLoggerFactory() {
        return name -> {
            var least = name.startsWith("io.helidon") && LEAST.toInt() < Level.WARN.toInt() ? Level.WARN : LEAST;
            return json ? new JsonLogger(name, least, System.err) : new TextLogger(name, least, System.err);
        };
    }

    @Override
    public IMarkerFactory getMarkerFactory() {
        return markers;
    }

    @Override
    public MDCAdapter getMDCAdapter() {
        return context;
    }

    @Override
    public String getRequestedApiVersion() {
        return "2.0.99";
    }

    @Override
    public void initialize() {
        // There is nothing to prepare.
    }
}
