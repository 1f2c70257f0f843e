/// The operation queue: one operation at a time on a service, the others waiting in order.
///
/// [OperationQueue][dev.signalbox.operation.OperationQueue] is the door. Each service registered there has a
/// queue of its own; what an operation does to the service is the service's
/// [OperationBody][dev.signalbox.operation.OperationBody], which this package runs but does not know. Nothing
/// here knows a process, a file, a logger or a window: the package stands on `java.base` and `time` alone.
package dev.signalbox.operation;
