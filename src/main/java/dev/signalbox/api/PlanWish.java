package dev.signalbox.api;

import dev.signalbox.code.Code;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.plan.PlanRequest;
import dev.signalbox.wire.PlanRequestMessage;
import dev.signalbox.wire.StopRequestMessage;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What is asked of several services in one request.
sealed interface PlanWish {

    /// What it comes to where there are these services.
    ///
    /// @throws Problem.Thrown if it makes no sense, or names what there is not
    PlanRequest request(List<ServiceDefinition> known);

    /// Whether it but stops services.
    boolean stops();

    /// A plan of any kind. What is missing is as in [PlanRequest#of].
    record Operate(PlanRequestMessage wish) implements PlanWish {

        @Override
        public PlanRequest request(List<ServiceDefinition> known) {
            var chosen = byId(wish.services(), known);
            if (chosen.isEmpty()) {
                throw Problem.unprocessable("services is empty. Allowed: ids of services, at least one")
                        .thrown();
            }
            var limit = Objects.requireNonNullElse(wish.atOnce(), 0);
            if (limit < 0) {
                throw Problem.unprocessable("at_once is " + limit + ". Allowed: 0 for no limit, or more")
                        .thrown();
            }
            var asked = Request.word("kind", Objects.requireNonNullElse(wish.kind(), ""), OperationKind.class);
            if (Boolean.TRUE.equals(wish.now()) && asked != OperationKind.STOP) {
                throw Problem.unprocessable(
                                "now is true and kind is " + Request.quoted(asked.word()) + ". Allowed: stop")
                        .thrown();
            }
            return new PlanRequest(
                    asked,
                    chosen,
                    !Boolean.FALSE.equals(wish.withOthers()),
                    limit,
                    Boolean.TRUE.equals(wish.stopOnFailure()),
                    Boolean.TRUE.equals(wish.mergeQueued()),
                    Boolean.TRUE.equals(wish.now()));
        }

        @Override
        public boolean stops() {
            return OperationKind.STOP.word().equals(wish.kind());
        }
    }

    /// Stops of those services, of those groups, and of what needs them; of all where neither is given.
    record Stop(StopRequestMessage wish) implements PlanWish {

        @Override
        public PlanRequest request(List<ServiceDefinition> known) {
            var chosen = wish.services() == null && wish.groups() == null ? ids(known) : chosen(known);
            return Boolean.TRUE.equals(wish.now())
                    ? PlanRequest.stopNow(chosen)
                    : PlanRequest.of(OperationKind.STOP, chosen);
        }

        @Override
        public boolean stops() {
            return true;
        }

        private Set<String> chosen(List<ServiceDefinition> known) {
            var chosen = byId(wish.services(), known);
            chosen.addAll(byGroup(wish.groups(), known));
            // Who has chosen none means none, and shall not stop them all.
            if (chosen.isEmpty()) {
                throw Problem.unprocessable("services and groups are empty. Allowed: ids and groups of services, at"
                                + " least one of them, or neither of the two for all services")
                        .thrown();
            }
            return chosen;
        }
    }

    private static Set<String> ids(List<ServiceDefinition> known) {
        return known.stream().map(ServiceDefinition::id).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static Set<String> byId(@Nullable List<String> asked, List<ServiceDefinition> known) {
        var ids = ids(known);
        return named(asked, ids, "service", "the ids that /services lists");
    }

    private static Set<String> byGroup(@Nullable List<String> asked, List<ServiceDefinition> known) {
        var groups = known.stream().map(ServiceDefinition::group).collect(Collectors.toCollection(TreeSet::new));
        groups.remove("");
        var chosen = named(asked, groups, "group", groups.isEmpty() ? "none" : String.join(", ", groups));
        return ids(known.stream()
                .filter(definition -> chosen.contains(definition.group()))
                .toList());
    }

    /// What is asked for.
    ///
    /// @throws Problem.Thrown if something is asked for twice, or there is no such
    private static Set<String> named(@Nullable List<String> asked, Set<String> known, String what, String allowed) {
        var named = new LinkedHashSet<String>();
        for (var name : Objects.requireNonNullElse(asked, List.<String>of())) {
            if (!named.add(name)) {
                throw Problem.unprocessable(Request.quoted(String.valueOf(name)) + " is named twice. Allowed: each "
                                + what + " once")
                        .thrown();
            }
        }
        // A null among them is none either, and no set of ours can be asked for it.
        named.stream()
                .map(String::valueOf)
                .filter(name -> !known.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw Problem.unprocessable(
                                    "there is no " + what + " " + Request.quoted(name) + ". Allowed: " + allowed)
                            .coded(Code.NO_SERVICE)
                            .thrown();
                });
        return named;
    }
}
