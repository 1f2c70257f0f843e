/// How a program of a service is begun: as whom, with which rights and limits, and with which variables. One
/// way for all of them: the service itself, its hooks, what stops it, and what asks whether it is ready.
///
/// A program that has the engine's rights gets none of the service's variables, as some of them, such as
/// `LD_PRELOAD`, are obeyed by any program, and finds no other program by `PATH`.
package dev.signalbox.service.launch;
