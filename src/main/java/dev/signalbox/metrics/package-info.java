/// What services use of the machine, and have used: CPU, memory, tasks and open files of a service's processes taken
/// together. [MetricsStore][dev.signalbox.metrics.MetricsStore] is the door: each second of the last hour in memory,
/// each minute
/// of the last 30 days in a file of the state folder. [Sampler][dev.signalbox.metrics.Sampler] looks once a second.
/// Where nobody has looked there is a gap, never a zero.
package dev.signalbox.metrics;
