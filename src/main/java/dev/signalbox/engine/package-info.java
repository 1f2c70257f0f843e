/// What a window needs of an engine, wherever that runs. Knows neither the window nor the road to the engine.
package dev.signalbox.engine;
