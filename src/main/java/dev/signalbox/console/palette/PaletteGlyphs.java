package dev.signalbox.console.palette;

import java.util.Map;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.octicons.Octicons;

/// The glyphs of choices: those of the buttons that do the same.
final class PaletteGlyphs {
    private static final Map<String, Ikon> BY_ACTION = Map.ofEntries(
            Map.entry("start", Octicons.PLAY_16),
            Map.entry("start-all", Octicons.PLAY_16),
            Map.entry("restart", Octicons.SYNC_16),
            Map.entry("restart-all", Octicons.SYNC_16),
            Map.entry("restart-with-dependents", Octicons.PACKAGE_DEPENDENTS_16),
            Map.entry("stop", Octicons.SQUARE_16),
            Map.entry("stop-all", Octicons.SQUARE_16),
            Map.entry("stop-now", Octicons.STOP_16),
            Map.entry("cancel-last", Octicons.CIRCLE_SLASH_16),
            Map.entry("clear", Octicons.CIRCLE_SLASH_16),
            Map.entry("abandon", Octicons.CIRCLE_SLASH_16),
            Map.entry("merge", Octicons.GIT_MERGE_16),
            Map.entry("undo", Octicons.REPLY_16),
            Map.entry("open", Octicons.SIDEBAR_EXPAND_16),
            Map.entry("queue", Octicons.LIST_ORDERED_16),
            Map.entry("logs", Octicons.NOTE_16),
            Map.entry("service-history", Octicons.HISTORY_16),
            Map.entry("history", Octicons.HISTORY_16),
            Map.entry("definition", Octicons.FILE_CODE_16),
            Map.entry("reload", Octicons.FILE_CODE_16),
            Map.entry("copy-pid", Octicons.CLIPPY_16),
            Map.entry("copy-command", Octicons.CLIPPY_16),
            Map.entry("filter", Octicons.SEARCH_16),
            Map.entry("find", Octicons.SEARCH_16),
            Map.entry("about", Octicons.INFO_16),
            Map.entry("copy-diagnostics", Octicons.CLIPPY_16),
            Map.entry("theme", Octicons.SUN_16));

    private PaletteGlyphs() {}

    /// Whether it holds or resumes, for which the font has no glyph.
    static boolean isPause(Choice choice) {
        return choice instanceof Choice.Deed deed && deed.action().id().startsWith("hold");
    }

    static Ikon of(Choice choice) {
        return switch (choice) {
            case Choice.Deed deed -> BY_ACTION.getOrDefault(deed.action().id(), Octicons.CHEVRON_RIGHT_16);
            case Choice.Jump _ -> Octicons.NUMBER_16;
        };
    }
}
