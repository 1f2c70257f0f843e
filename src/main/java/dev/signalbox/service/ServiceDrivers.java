package dev.signalbox.service;

import dev.signalbox.metrics.Readings;
import java.io.IOException;
import java.util.Set;

/// Makes the drivers of one workspace's services, and holds what they share. Safe to use from any thread.
public interface ServiceDrivers extends AutoCloseable {

    /// The id of the machine's boot: what was wanted before another one holds only in part (rule 25c).
    String bootId();

    /// The ids of services that an earlier engine has left a record of, whether they run or not.
    Set<String> recorded() throws IOException;

    /// Whether any of these records is of this boot, so that an engine ran in it that has left what it started.
    boolean recordedInThisBoot() throws IOException;

    /// The driver of one service, to be closed by the caller.
    ServiceDriver driver(ServiceDefinition definition);

    /// How the ends of services are noticed that an earlier engine has started, for people.
    String noticing();

    /// How it is told which processes belong to a service, for people.
    String members();

    /// Tells what the processes of the services use.
    default Readings readings() {
        return Readings.NONE;
    }

    /// Tells that there is a driver for each service that the engine opens with.
    void opened();

    /// Ends the watching. All services are left as they are.
    @Override
    void close();
}
