package dev.signalbox.console.palette;

import dev.signalbox.console.commands.Action;
import dev.signalbox.console.commands.Action.Manner;
import dev.signalbox.console.commands.Action.Reach;
import dev.signalbox.console.commands.Action.Section;
import dev.signalbox.console.commands.Actions;
import dev.signalbox.console.commands.Target;
import dev.signalbox.console.model.OperationQueueModel;
import dev.signalbox.console.model.ServiceModel;
import dev.signalbox.console.palette.PaletteIndex.Offer;
import dev.signalbox.operation.QueueSnapshot.Ended;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;

/// What the palette offers: each action for each service, for the selection and for each group, those that are about no
/// service, and the operations that the queues know. Made anew each time that it is opened. FX thread.
final class Offers {
    private static final int SELECTED = 2;
    /// So many are remembered.
    private static final int MOST_LATELY = 6;

    private final OperationQueueModel model;
    private final Actions actions;
    /// What was chosen lately, the newest first.
    private final List<String> lately = new ArrayList<>();

    Offers(OperationQueueModel model, Actions actions) {
        this.model = model;
        this.actions = actions;
    }

    /// What was chosen lately, the newest first, as it is kept.
    List<String> kept() {
        return List.copyOf(lately);
    }

    /// Goes on with what was kept.
    void remember(List<String> kept) {
        lately.clear();
        kept.stream().distinct().limit(MOST_LATELY).forEach(lately::add);
    }

    /// Remembers that it was chosen.
    void chosen(Choice choice) {
        if (choice instanceof Choice.Deed) {
            lately.remove(choice.id());
            lately.addFirst(choice.id());
            if (lately.size() > MOST_LATELY) {
                lately.removeLast();
            }
        }
    }

    /// What can be done, action by action, the selected first.
    PaletteIndex<Choice> commands(Target selected) {
        var targets = new ArrayList<Target>();
        if (selected.services().size() > 1) {
            targets.add(selected);
        }
        var services = model.services();
        selected.services().stream().map(Target::of).forEach(targets::add);
        services.stream()
                .filter(service -> !selected.services().contains(service))
                .map(Target::of)
                .forEach(targets::add);
        var groups =
                groupTargets().stream().filter(group -> !group.equals(selected)).toList();
        var offers = new ArrayList<Offer<Choice>>();
        offered().forEach(action -> {
            for (var target : action.reach() == Reach.WINDOW ? List.of(Target.NONE) : targets) {
                add(offers, action, target, isSelected(target, selected) ? SELECTED : 0);
            }
            addGroups(offers, action, groups);
        });
        return new PaletteIndex<>(offers);
    }

    private static boolean isSelected(Target target, Target selected) {
        return !target.services().isEmpty() && selected.services().containsAll(target.services());
    }

    private void add(List<Offer<Choice>> offers, Action action, Target target, int favour) {
        if (action.isOffered(target)) {
            var deed = new Choice.Deed(action, target);
            var place = lately.isEmpty() ? -1 : lately.indexOf(deed.id());
            offers.add(new Offer<>(new Phrase(deed.text()), favour + (place < 0 ? 0 : place < 2 ? 3 : 2), deed));
        }
    }

    /// What can be done to groups.
    PaletteIndex<Choice> groups() {
        var offers = new ArrayList<Offer<Choice>>();
        var groups = groupTargets();
        // Group by group, as one is looked for.
        for (var group : groups) {
            offered().forEach(action -> addGroups(offers, action, List.of(group)));
        }
        return new PaletteIndex<>(offers);
    }

    private void addGroups(List<Offer<Choice>> offers, Action action, List<Target> groups) {
        if (action.reach() == Reach.SEVERAL) {
            groups.forEach(group -> add(offers, action, group, 0));
        }
    }

    private List<Target> groupTargets() {
        var groups = new LinkedHashMap<String, List<ServiceModel>>();
        for (var service : model.services()) {
            groups.computeIfAbsent(service.definition().group(), _ -> new ArrayList<>())
                    .add(service);
        }
        groups.remove("");
        return groups.entrySet().stream()
                .map(group -> new Target(group.getValue(), group.getKey()))
                .toList();
    }

    /// The operations that run, wait, or were the last of their services, newest first.
    ///
    /// @param typed a number that may be that of another one, from the history; empty if none was typed
    PaletteIndex<Choice> operations(String typed) {
        var jumps = new ArrayList<Choice.Jump>();
        for (var service : model.services()) {
            var queue = service.queue();
            Stream.concat(queue.operations(), Stream.ofNullable(queue.last()).map(Ended::operation))
                    .map(operation -> new Choice.Jump(operation.id(), service, operation))
                    .forEach(jumps::add);
        }
        jumps.sort(Comparator.comparingLong(Choice.Jump::number).reversed());
        if (typed.matches("[1-9]\\d{0,17}")) {
            var number = Long.parseLong(typed);
            if (jumps.stream().noneMatch(jump -> jump.number() == number)) {
                jumps.add(new Choice.Jump(number, null, null));
            }
        }
        return new PaletteIndex<>(jumps.stream()
                .map(jump -> new Offer<Choice>(new Phrase(jump.text()), 0, jump))
                .toList());
    }

    /// What was chosen lately, of what is offered.
    List<Offer<Choice>> lately(List<Offer<Choice>> offers) {
        return offers.stream()
                .filter(offer -> lately.contains(offer.what().id()))
                .sorted(Comparator.comparingInt(
                        offer -> lately.indexOf(offer.what().id())))
                .toList();
    }

    private Stream<Action> offered() {
        return actions.all().stream()
                .filter(action -> action.section() != Section.TABLE
                        && action.manner() != Manner.MOVES
                        && !action.id().equals(PaletteSheet.ACTION));
    }
}
