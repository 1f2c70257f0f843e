package dev.signalbox.console.history;

import java.util.Objects;

/// The rules that the history's parts share, wherever they are shown.
final class HistorySheet {
    static final String URL = Objects.requireNonNull(
                    HistorySheet.class.getResource("/dev/signalbox/console/history/history.css"), "history.css")
            .toExternalForm();

    private HistorySheet() {}
}
