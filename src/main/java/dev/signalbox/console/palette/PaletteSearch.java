package dev.signalbox.console.palette;

import dev.signalbox.console.commands.Target;
import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.palette.PaletteIndex.Offer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Predicate;

/// Finds what is offered: commands, or after a sign operations or groups. FX thread.
final class PaletteSearch {
    static final String OPERATION = "#";
    static final String GROUP = "@";

    private final Offers offers;
    private Target selected = Target.NONE;
    private PaletteIndex<Choice> commands = new PaletteIndex<>(List.of());

    /// What was found.
    ///
    /// @param count how much that is, for people
    record Found(List<Line> lines, String count) {}

    PaletteSearch(Offers offers) {
        this.offers = offers;
    }

    /// Makes the offers anew.
    ///
    /// @param target what is highlighted in the table
    void refill(Target target) {
        selected = target;
        commands = offers.commands(target);
    }

    /// Remembers that it was chosen.
    void chosen(Choice choice) {
        offers.chosen(choice);
    }

    Found find(String text) {
        var typed = text.stripLeading();
        if (typed.startsWith(OPERATION)) {
            var rest = typed.substring(1).strip();
            return found(offers.operations(rest), new Fuzzy(rest), "palette.count.operations");
        }
        if (typed.startsWith(GROUP)) {
            return found(offers.groups(), new Fuzzy(typed.substring(1)), "palette.count");
        }
        var fuzzy = new Fuzzy(typed);
        return fuzzy.isEmpty() ? begin(fuzzy) : foundUnderHeadings(fuzzy);
    }

    /// Parted by what it is about, the part with the best first; within a part the best first.
    private Found foundUnderHeadings(Fuzzy fuzzy) {
        var found = commands.find(fuzzy, choice -> choice.whyNot() == null);
        var parts = new LinkedHashMap<String, List<Offer<Choice>>>();
        found.forEach(offer -> parts.computeIfAbsent(heading(offer.what()), _ -> new ArrayList<>())
                .add(offer));
        var lines = new ArrayList<Line>();
        parts.forEach((heading, offers) -> add(lines, heading, offers, fuzzy));
        return new Found(lines, Texts.of("palette.count", found.size(), commands.size()));
    }

    private String heading(Choice choice) {
        return choice instanceof Choice.Deed deed && !isSelected(deed.target())
                ? Texts.of("keys.section." + deed.action().section())
                : selectedWords();
    }

    private static Found found(PaletteIndex<Choice> index, Fuzzy fuzzy, String key) {
        var found = index.find(fuzzy, choice -> choice.whyNot() == null);
        return new Found(lines(found, fuzzy), Texts.of(key, found.size(), index.size()));
    }

    /// Before anything is typed: what can be done to what is selected, what was chosen lately, and what is about no
    /// service.
    private Found begin(Fuzzy nothing) {
        var all = commands.find(nothing, _ -> true);
        var lines = new ArrayList<Line>();
        add(lines, selectedWords(), matching(all, target -> isSelected(target)), nothing);
        add(lines, Texts.of("palette.lately"), offers.lately(all), nothing);
        add(
                lines,
                Texts.of("palette.others"),
                matching(all, target -> target.services().isEmpty()),
                nothing);
        return new Found(lines, Texts.of("palette.count.all", commands.size()));
    }

    private boolean isSelected(Target target) {
        return !target.services().isEmpty() && target.services().equals(selected.services());
    }

    private static List<Offer<Choice>> matching(List<Offer<Choice>> all, Predicate<Target> fits) {
        return all.stream()
                .filter(offer -> offer.what() instanceof Choice.Deed deed && fits.test(deed.target()))
                .toList();
    }

    private String selectedWords() {
        var only = selected.only();
        return only == null
                ? Texts.of("palette.selected.several", selected.services().size())
                : Texts.of("palette.selected", only.id());
    }

    private static void add(List<Line> lines, String heading, List<Offer<Choice>> offers, Fuzzy typed) {
        if (!offers.isEmpty()) {
            lines.add(new Line.Heading(heading));
            lines.addAll(lines(offers, typed));
        }
    }

    private static List<Line> lines(List<Offer<Choice>> offers, Fuzzy typed) {
        return offers.stream().<Line>map(offer -> new Line.Found(offer, typed)).toList();
    }

    /// What would be typed for it.
    String completed(Choice choice) {
        return switch (choice) {
            case Choice.Deed deed -> deed.target().scope().isEmpty() ? deed.text() : GROUP + deed.text();
            case Choice.Jump jump -> OPERATION + jump.number();
        };
    }
}
