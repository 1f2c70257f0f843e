package dev.signalbox.console.window;

/// In the window of the toolkit without a screen, where the inspector lies over the table.
class ClickStormTest extends ClickStorm {
    ClickStormTest() {
        super(WIDTH, HEIGHT);
    }
}
