package dev.signalbox.console.log;

import dev.signalbox.console.fx.ClipboardText;
import dev.signalbox.log.LogLine;
import java.net.URL;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.value.ObservableValue;
import javafx.css.CssMetaData;
import javafx.css.Styleable;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/// Shows a service's output: time, level, and text with the service's own colours; the newest 5,000 lines.
///
/// Only the rows on screen are laid out and drawn, once per pulse and only while the view can be seen, so that a
/// service that writes thousands of lines a second costs no more than one that writes a few. FX thread only.
///
/// Its colours are `-signalbox-log-…` in `log-view.css`; style class `log-view`.
public final class LogView extends Region {

    private final LogBuffer buffer = new LogBuffer();
    private final LogSelection selection = new LogSelection();
    private final LogFonts fonts = new LogFonts();
    private final LogLayout layout = new LogLayout(fonts);
    private final LogViewport viewport = new LogViewport(buffer, layout::height);
    private final LogPalette palette = new LogPalette(this, this::repaint);
    private final LogSurface surface;
    private final LogFinder finder = new LogFinder(buffer, this::show);
    private final ObservableValue<Boolean> shown = shown(this);
    private final ZoneId zone;

    private final BooleanProperty follow = new SimpleBooleanProperty(this, "follow", true);
    private final BooleanProperty wrap = new SimpleBooleanProperty(this, "wrap", true);
    private final BooleanProperty showTimes = new SimpleBooleanProperty(this, "showTimes", true);
    private final BooleanProperty showDates = new SimpleBooleanProperty(this, "showDates", false);

    /// A view without lines that shows times in the system's time zone.
    public LogView() {
        this(ZoneId.systemDefault());
    }

    LogView(ZoneId zone) {
        this.zone = zone;
        var painter = new LogPainter(buffer, layout, viewport, selection, palette, fonts);
        surface = new LogSurface(this, layout, viewport, painter);
        getStyleClass().add("log-view");
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.TEXT_AREA);
        setAccessibleRoleDescription("log");
        getChildren().add(surface);
        new LogInput(this, surface, viewport, selection).install();
        for (var property :
                List.of(follow, wrap, showTimes, showDates, finder.foundProperty(), focusVisibleProperty(), shown)) {
            property.addListener((changed, old, value) -> repaint());
        }
    }

    /// Adds `lines` at the end, and forgets the oldest ones beyond 5,000.
    public void append(List<LogLine> lines) {
        if (!lines.isEmpty()) {
            lines.forEach(buffer::add);
            finder.changed();
            repaint();
        }
    }

    /// Forgets all lines.
    public void clear() {
        buffer.clear();
        selection.clear();
        finder.changed();
        repaint();
    }

    /// How many lines it holds, at most 5,000.
    public int size() {
        return buffer.size();
    }

    /// Whether the view stays at the end while lines come. Scrolling up turns it off, scrolling to the end on
    /// again.
    public BooleanProperty followProperty() {
        return follow;
    }

    /// Whether long lines are broken into rows. Otherwise they are scrolled sideways.
    public BooleanProperty wrapProperty() {
        return wrap;
    }

    /// Whether the time of each line is shown.
    public BooleanProperty showTimesProperty() {
        return showTimes;
    }

    /// Whether the time is shown with its date.
    public BooleanProperty showDatesProperty() {
        return showDates;
    }

    /// What is searched for, and found.
    LogFinder finder() {
        return finder;
    }

    /// Marks another text wherever it occurs; none if it is empty.
    void searchFor(String text) {
        finder.setText(text);
        repaint();
    }

    /// Shows the match that is nearest to what is on screen.
    void showNearest() {
        finder.near(viewport.topLine());
    }

    /// Shows the match below the current one, or above it if not `forward`.
    void step(boolean forward) {
        if (forward) {
            finder.below(viewport.topLine());
        } else {
            finder.above(viewport.topLine());
        }
    }

    /// Brings a match on screen, where it stays: the end is followed no more. Its line is selected.
    private void show(LogSearch.Match match) {
        selection.start(match.line());
        LogEntry entry = buffer.get(match.line());
        viewport.reveal(match.line(), layout.rowY(entry, match.start()), LogFonts.ROW_HEIGHT);
        if (!wrap.get()) {
            Advances advances = layout.advances(entry);
            double left = advances.width(entry.text(), 0, match.start());
            int end = match.start() + finder.text().length();
            surface.revealSideways(
                    left, left + advances.width(entry.text(), match.start(), end), layout.textWidth(entry));
        }
        follow.set(false);
        repaint();
    }

    /// Selects all lines.
    public void selectAll() {
        selection.selectAll(buffer);
        repaint();
    }

    /// Puts the selected lines on the clipboard, as [#selectedText] has them. Without a selection nothing
    /// happens.
    public void copy() {
        String text = selectedText();
        if (!text.isEmpty()) {
            ClipboardText.put(text);
        }
    }

    /// The selected lines without escape sequences, each with its time if times are shown and its line end. Lines
    /// that the view has forgotten since are missing.
    public String selectedText() {
        if (selection.isEmpty()) {
            return "";
        }
        return text(selection.first(), selection.last());
    }

    private String text(long first, long last) {
        return LongStream.rangeClosed(Math.max(first, buffer.first()), Math.min(last, buffer.end() - 1))
                .mapToObj(line -> plainText(buffer.get(line)) + "\n")
                .collect(Collectors.joining());
    }

    private String plainText(LogEntry entry) {
        String time = times().format(entry.line().time(), zone);
        return time.isEmpty() ? entry.text() : time + " " + entry.text();
    }

    LogTimes times() {
        return LogTimes.of(showTimes.get(), showDates.get());
    }

    LogPainter.Options paintOptions(double scrollX) {
        return new LogPainter.Options(times(), zone, scrollX, finder.text(), finder.current(), isFocusVisible());
    }

    LogPalette palette() {
        return palette;
    }

    LogViewport viewport() {
        return viewport;
    }

    /// Whether the view and all that it stands in are visible. It may still be scrolled out or covered.
    boolean isShown() {
        return shown.getValue();
    }

    /// Draws anew in the next pulse. The surface is unmanaged: no parent has to lay itself out for a new line.
    void repaint() {
        surface.requestLayout();
    }

    @Override
    protected void layoutChildren() {
        surface.resizeRelocate(0, 0, getWidth(), getHeight());
        surface.requestLayout();
    }

    @Override
    protected double computePrefWidth(double height) {
        return 408;
    }

    @Override
    protected double computePrefHeight(double width) {
        return 420;
    }

    @Override
    public String getUserAgentStylesheet() {
        URL sheet = Objects.requireNonNull(LogView.class.getResource("log-view.css"), "log-view.css");
        return sheet.toExternalForm();
    }

    /// The CSS properties of this class and of [Region].
    public static List<CssMetaData<? extends Styleable, ?>> getClassCssMetaData() {
        return LogPalette.CSS;
    }

    @Override
    public List<CssMetaData<? extends Styleable, ?>> getCssMetaData() {
        return getClassCssMetaData();
    }

    @Override
    public @Nullable Object queryAccessibleAttribute(AccessibleAttribute attribute, Object... parameters) {
        return switch (attribute) {
            case TEXT -> text(viewport.topLine(), viewport.lineAt(viewport.height()));
            case EDITABLE -> false;
            default -> super.queryAccessibleAttribute(attribute, parameters);
        };
    }

    private static ObservableValue<Boolean> shown(Node node) {
        ObservableValue<Boolean> hidden = new SimpleBooleanProperty(false);
        return node.visibleProperty()
                .flatMap(visible ->
                        visible ? node.parentProperty().flatMap(LogView::shown).orElse(true) : hidden);
    }
}
