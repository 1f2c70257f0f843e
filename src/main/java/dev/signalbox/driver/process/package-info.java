/// Services as local processes. [ProcessDrivers][dev.signalbox.driver.process.ProcessDrivers] is the door.
///
/// Each service leads a session of its own and writes to its own files, so that it outlives the engine.
/// What must be known to find it again is in a record beside it; what a record says is believed only if
/// boot, pid and start time all match, or if the process carries the cookie of its run in its environment.
package dev.signalbox.driver.process;
