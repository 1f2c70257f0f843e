package dev.signalbox.workspace;

import dev.signalbox.service.OwnEnvironment;
import dev.signalbox.service.ServiceDefinition.EnvValue;
import dev.signalbox.service.ServiceDefinition.Secrecy;
import dev.signalbox.service.ServiceDefinition.Trouble;
import dev.signalbox.workspace.Scope.Place;
import dev.signalbox.workspace.Scope.Written;
import dev.signalbox.workspace.Template.Reference;
import dev.signalbox.workspace.Template.Text;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Finds out what the references of one service stand for. What cannot be found is this service's trouble. Not
/// thread safe.
final class Expander {
    /// No program is given as much in one variable.
    private static final int LONGEST = 1 << 20;

    private static final int DEEPEST = 100;

    private final Path file;
    private final Map<String, String> engine;
    private final Set<String> secrets;
    private final Problems problems;
    private final Problems troubles;
    private final IdentityHashMap<Written, Value> known = new IdentityHashMap<>();
    private final IdentityHashMap<Written, Boolean> asked = new IdentityHashMap<>();
    private final Set<String> unset = new LinkedHashSet<>();
    private Trouble trouble = Trouble.NONE;

    /// @param file the workspace's own
    /// @param engine the engine's environment
    /// @param secrets the names of variables that are said to be secret
    /// @param troubles those of a single service
    Expander(Path file, Map<String, String> engine, Set<String> secrets, Problems problems, Problems troubles) {
        this.file = file;
        this.engine = engine;
        this.secrets = secrets;
        this.problems = problems;
        this.troubles = troubles;
    }

    /// What something stands for.
    ///
    /// @param hidden what is not to be shown of `text`, by what it can be shown as
    /// @param isKnown whether nothing is missing in it; what is, has been told
    /// @param isForeign whether some of it was written by a service's user
    record Value(String text, Secrecy secrecy, Map<String, String> hidden, boolean isKnown, boolean isForeign) {
        static Value of(String text, Secrecy secrecy) {
            return new Value(text, secrecy, Map.of(), true, false);
        }

        /// What is not known, and was told.
        static Value missing(Secrecy secrecy) {
            return new Value("", secrecy, Map.of(), false, false);
        }

        /// The reference by which it is secret; empty if it is not.
        String secret() {
            return hidden.keySet().stream().sorted().findFirst().orElse("");
        }
    }

    /// What `template` stands for where all of `scope` is seen.
    ///
    /// @param as how what a reference stands for is put in
    Value value(Template template, Scope scope, Place place, UnaryOperator<String> as) {
        return expand(template, scope, null, place, as);
    }

    /// The values of all variables of `scope`, but those that the engine does not have to hand through.
    Map<String, EnvValue> all(Scope scope) {
        var values = new HashMap<String, EnvValue>();
        for (var name : scope.names()) {
            var value = written(name, scope);
            if (value != null) {
                values.put(name, new EnvValue(value.text, value.secrecy));
            }
        }
        return values;
    }

    /// What was found to be missing.
    Trouble trouble() {
        if (unset.isEmpty()) {
            return trouble;
        }
        var text =
                "not set: " + Problems.join(", ", unset) + "; set it, or write ${NAME:-default}, or $${ for a plain ${";
        return new Trouble(text, true).and(trouble);
    }

    /// Adds what keeps the service from being started, and was noted.
    void add(Trouble other) {
        trouble = trouble.and(other);
    }

    /// Notes what keeps the service from being started.
    void addTrouble(Place place, String found, String allowed) {
        troubles.in(place.file()).add(place.at(), found, allowed);
        trouble = trouble.and(new Trouble(found + " (" + shown(place) + ")", true));
    }

    private String shown(Place place) {
        var folder = file.resolveSibling("");
        var path = place.file().startsWith(folder) ? folder.relativize(place.file()) : place.file();
        return Quoted.plain(path.toString()) + ":" + place.at().line() + ":"
                + place.at().column();
    }

    // --- variables ---

    /// Whether the engine has what it is to hand through.
    boolean hands(Written written) {
        return engine(written.name(), written.foreign()) != null;
    }

    private @Nullable Value find(String name, Scope scope, boolean foreign) {
        var value = written(name, scope);
        return value == null ? fromEngine(name, foreign) : value;
    }

    private @Nullable Value written(String name, Scope scope) {
        for (var each = scope; each != null; each = each.below()) {
            var written = each.entries().get(name);
            if (written != null && (written.text() != null || hands(written))) {
                return value(written, each);
            }
        }
        return null;
    }

    /// Who has written a file with the rights of a service's user gets to know what that service has anyway.
    private @Nullable String engine(String name, boolean foreign) {
        return foreign && !OwnEnvironment.isForAnybody(name) ? null : engine.get(name);
    }

    private boolean isSecret(String name, String value) {
        return secrets.contains(name) || Names.isSecret(name, value);
    }

    private Value value(Written written, Scope scope) {
        var before = known.get(written);
        if (before != null) {
            return before;
        }
        if (asked.put(written, true) != null) {
            mistake(written.place(), "variable " + Quoted.plain(written.name()) + " refers to itself by others");
            return Value.missing(Secrecy.OPEN);
        }
        var value = asked.size() > DEEPEST ? tooDeep(written) : fresh(written, scope);
        asked.remove(written);
        known.put(written, value);
        return value;
    }

    private Value tooDeep(Written written) {
        mistake(written.place(), "more than " + DEEPEST + " variables refer to each other in a row");
        return Value.missing(Secrecy.OPEN);
    }

    private Value fresh(Written written, Scope scope) {
        var name = written.name();
        var template = written.text();
        var value = template == null
                ? Value.of(String.valueOf(engine(name, written.foreign())), Secrecy.FROM_ENGINE)
                : expand(template, scope, written, written.place());
        var secrecy = isSecret(name, value.text)
                ? Secrecy.SECRET
                : value.secrecy.and(template == null ? Secrecy.OPEN : scope.least());
        if (secrecy == Secrecy.SECRET && !Names.isForShells(name)) {
            addTrouble(
                    written.place(),
                    "variable " + Quoted.plain(name) + " is secret, and what has such a name can be handed to a program"
                            + " only where others may see it for a moment",
                    "a name of letters, digits and _");
        }
        return new Value(value.text, secrecy, Map.of(), value.isKnown, value.isForeign || written.foreign());
    }

    /// A mistake of the workspace if it is written there, and else of the services that have that file.
    private void mistake(Place place, String found) {
        if (place.file().equals(file)) {
            problems.add(place.at(), found, "");
        } else {
            addTrouble(place, found, "");
        }
    }

    // --- text ---

    /// @param self the variable whose text it is; `null` for what is none
    private Value expand(Template template, Scope scope, @Nullable Written self, Place place) {
        return expand(template, scope, self, place, UnaryOperator.identity());
    }

    private Value expand(
            Template template, Scope scope, @Nullable Written self, Place place, UnaryOperator<String> as) {
        var text = new StringBuilder();
        var secrecy = Secrecy.OPEN;
        var hidden = new HashMap<String, String>();
        var isKnown = true;
        var isForeign = false;
        for (var part : template.parts()) {
            switch (part) {
                case Text(var plain) -> text.append(plain);
                case Reference reference -> {
                    var value = value(reference, scope, self, place);
                    text.append(as.apply(value.text));
                    secrecy = secrecy.and(value.secrecy);
                    isKnown &= value.isKnown;
                    isForeign |= value.isForeign;
                    hidden.putAll(value.hidden);
                    if (value.secrecy.isHidden()) {
                        hidden.put(reference.written(), as.apply(value.text));
                    }
                }
            }
            if (text.length() > LONGEST) {
                mistake(place, "what the references here stand for is too long");
                return Value.missing(secrecy);
            }
        }
        return new Value(text.toString(), secrecy, hidden, isKnown, isForeign);
    }

    private Value value(Reference reference, Scope scope, @Nullable Written self, Place place) {
        var found = switch (reference.origin()) {
            case JAVA -> Value.of(References.java(), Secrecy.OPEN);
            case ENGINE -> fromEngine(reference.name(), self != null && self.foreign());
            case ANYWHERE -> anywhere(reference.name(), scope, self);
        };
        var least = reference.origin() == Template.Origin.ENGINE ? Secrecy.FROM_ENGINE : Secrecy.OPEN;
        var secrecy = isSecret(reference.name(), "") ? Secrecy.SECRET : least;
        var fallback = reference.fallback();
        if (fallback != null && (found == null || found.text.isEmpty())) {
            var other = expand(fallback, scope, self, place);
            return new Value(
                    other.text,
                    other.secrecy.and(secrecy),
                    other.hidden,
                    other.isKnown,
                    other.isForeign || isForeign(found));
        }
        if (found == null) {
            addUnset(reference, place);
            return Value.missing(secrecy);
        }
        return new Value(found.text, found.secrecy.and(secrecy), Map.of(), found.isKnown, found.isForeign);
    }

    private static boolean isForeign(@Nullable Value value) {
        return value != null && value.isForeign;
    }

    private @Nullable Value fromEngine(String name, boolean foreign) {
        var value = engine(name, foreign);
        return value == null ? null : Value.of(value, isSecret(name, value) ? Secrecy.SECRET : Secrecy.FROM_ENGINE);
    }

    private @Nullable Value anywhere(String name, Scope scope, @Nullable Written self) {
        if (self == null || !name.equals(self.name())) {
            return find(name, scope, self != null && self.foreign());
        }
        if (self.before() != null) {
            return value(self.before(), scope);
        }
        var below = scope.below();
        return find(name, below == null ? Scope.EMPTY : below, self.foreign());
    }

    private void addUnset(Reference reference, Place place) {
        var name = Quoted.plain(reference.name());
        var engines = reference.origin() == Template.Origin.ENGINE;
        var found = (engines ? "environment variable " : "variable ") + name + " is not set";
        var allowed = "one that is set, ${" + (engines ? "env:" : "") + name + ":-default}, or $${ for a plain ${";
        troubles.in(place.file()).add(place.at(), found, allowed);
        unset.add(name + (engines ? " in the engine's environment (" : " (") + shown(place) + ")");
    }
}
