/// What an engine is to those who look at it and ask something of it, wherever it runs: the one
/// [contract][dev.signalbox.engine.Engine] of window, HTTP API, `serve` and tests. Knows neither them nor the road
/// to the engine.
package dev.signalbox.engine;
