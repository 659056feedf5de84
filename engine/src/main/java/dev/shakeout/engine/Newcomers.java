package dev.shakeout.engine;

import dev.shakeout.model.Activity;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Injection;
import dev.shakeout.model.Plan;
import dev.shakeout.model.Provider;
import dev.shakeout.model.Selector.Mode;
import dev.shakeout.model.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Targets that were not there when the plan was made, and may join it: they are found by the same selector, planned in the same
 * way, and held against the same limits, together with all that the run has hit already.
 */
final class Newcomers {
    private static final String APPEARED = "it appeared during the run, and joined";

    private final Catalog catalog;
    private final Machine machine;
    private final Limits limits;
    private final Plan plan;
    private final Protection protection;
    private final OtherEnds others;
    private final List<Injection> injections;
    private int numbered;
    /** By the activity: ids of what the plan saw, and of what has joined since. */
    private final Map<String, Set<String>> known = new HashMap<>();

    Newcomers(
            Catalog catalog,
            Machine machine,
            Limits limits,
            Plan plan,
            Map<String, Set<String>> old,
            OtherEnds others) {
        this.catalog = catalog;
        this.machine = machine;
        this.limits = limits;
        this.plan = plan;
        this.others = others;
        this.protection = new Protection(catalog, machine, limits.terms());
        this.injections = new ArrayList<>(plan.injections());
        this.numbered = injections.size();
        old.forEach((activity, ids) -> {
            Set<String> all = ConcurrentHashMap.newKeySet();
            all.addAll(ids);
            known.put(activity, all);
        });
    }

    /** What becomes of one of them. */
    sealed interface Outcome {
        Plan.BlastRadius radius();

        record Joins(Injection injection, Effect effect, Plan.BlastRadius radius) implements Outcome {}

        /**
         * It may join later, when something has changed.
         *
         * @param limit whether a limit says so; otherwise there is no way yet
         */
        record LeftAlone(Target target, String why, boolean limit, Plan.BlastRadius radius) implements Outcome {}
    }

    /** What a run that is under way has to do before an injection may begin. */
    interface Admission {
        /** Why it cannot join; empty when it may begin. */
        Optional<String> refused(Injection injection);
    }

    Arrivals.Lookout lookout(Provider.FaultCall call, Consumer<String> told) {
        Arrivals arrivals = catalog.finder(call.selector().kind())
                .arrivals()
                .orElseThrow(() -> new IllegalStateException("planned without arrivals"));
        return AnyOf.lookout(arrivals, call.selector(), machine, told);
    }

    /** Never waits. */
    boolean isNew(Activity activity, String id) {
        return !known.getOrDefault(activity.name(), Set.of()).contains(id);
    }

    /** @throws BadValue it cannot be told what is there */
    boolean isThere(Provider.FaultCall call, Target target) {
        return AnyOf.find(catalog.finder(call.selector().kind()), call.selector(), machine).stream()
                .anyMatch(each -> each.id().equals(target.id()));
    }

    /**
     * Looks for them.
     *
     * @throws BadValue it cannot be told what is there
     */
    synchronized void look(Activity activity, Provider.FaultCall call, Admission admission, Consumer<Outcome> told) {
        var seen = protection.find(call.selector());
        List<Target> hit = new ArrayList<>(hit(activity, seen.open()));
        int found = seen.open().size();
        int wanted = wanted(call.selector().mode(), found);
        int room = limits.terms()
                        .most()
                        .map(most -> Math.min(most.of(found), wanted))
                        .orElse(wanted)
                - hit.size();
        for (Target target : matesFirst(call, seen.open())) {
            if (room > 0 && isNew(activity, target.id())) {
                Outcome outcome = consider(activity, call, seen, hit, target, APPEARED, admission);
                if (outcome instanceof Outcome.Joins) {
                    hit.add(target);
                    room--;
                }
                told.accept(outcome);
            }
        }
    }

    /**
     * What is hit in place of a target that is gone, or of what ran in one; empty while there is nothing that could be.
     *
     * @throws BadValue it cannot be told what is there
     */
    synchronized Optional<Outcome.Joins> successor(
            Activity activity, Provider.FaultCall call, Injection ended, Admission admission) {
        var seen = protection.find(call.selector());
        String note = "it takes the place of " + ended.target() + " as planned, which this run has ended before";
        boolean replaced = false;
        injections.remove(ended); // it makes room for another one, and takes it again if there is none
        try {
            List<Target> hit = hit(activity, seen.open());
            for (Target target : candidates(activity, call, ended, seen.open(), hit)) {
                if (consider(activity, call, seen, hit, target, note, admission) instanceof Outcome.Joins joins) {
                    replaced = true;
                    return Optional.of(joins);
                }
            }
            return Optional.empty();
        } finally {
            if (!replaced) {
                injections.add(ended);
            }
        }
    }

    private List<Target> candidates(
            Activity activity, Provider.FaultCall call, Injection ended, List<Target> open, List<Target> hit) {
        Optional<Target> same = open.stream()
                .filter(target -> target.id().equals(ended.target().id()))
                .findFirst();
        if (same.isPresent()) {
            return List.of(same.get());
        }
        var others = new ArrayList<>(open);
        others.removeAll(hit);
        Collections.shuffle(others, Choosing.randomFor(plan.seed(), activity.name()));
        return matesFirst(call, others);
    }

    /** Of several activities that share a draw, one takes first what another one has taken. */
    private List<Target> matesFirst(Provider.FaultCall call, List<Target> open) {
        if (call.selector().draw().isEmpty()) {
            return open;
        }
        Set<String> taken = plan.experiment().method().stream()
                .filter(activity -> activity.provider() instanceof Provider.FaultCall other
                        && other.selector().draw().equals(call.selector().draw()))
                .flatMap(activity -> targets(activity.name()))
                .map(Target::key)
                .collect(Collectors.toSet());
        return open.stream()
                .sorted(Comparator.comparing(target -> !taken.contains(target.key())))
                .toList();
    }

    /** Those that the activity has hit and that are still there. */
    private List<Target> hit(Activity activity, List<Target> open) {
        Set<String> ids = targets(activity.name()).map(Target::id).collect(Collectors.toSet());
        return open.stream().filter(target -> ids.contains(target.id())).toList();
    }

    private Stream<Target> targets(String activity) {
        return injections.stream()
                .filter(injection -> injection.activity().equals(activity))
                .map(Injection::target)
                .distinct();
    }

    private static int wanted(Mode mode, int found) {
        return mode instanceof Mode.Share(var share) ? share.of(found) : found;
    }

    private Outcome consider(
            Activity activity,
            Provider.FaultCall call,
            Protection.Found seen,
            List<Target> hit,
            Target target,
            String note,
            Admission admission) {
        OtherEnds.Met met;
        try {
            met = others.met(activity.name(), call.arguments(), target);
        } catch (BadValue e) {
            return new Outcome.LeftAlone(
                    target, String.valueOf(e.getMessage()), false, radius(activity, call, seen, hit));
        }
        return switch (Way.of(catalog.fault(call.fault()), target, met.arguments(), catalog, machine)) {
            case Way.None(var reasons) -> {
                String words = call.fault() + " on " + target + " has no way here: " + reasons;
                yield new Outcome.LeftAlone(target, words, false, radius(activity, call, seen, hit));
            }
            case Way.Found found -> {
                var injection = injection(
                        activity,
                        call,
                        target,
                        found,
                        Stream.concat(met.notes().stream(), Stream.of(note)).toList());
                var chosen = Stream.concat(hit.stream(), Stream.of(target)).toList();
                List<Plan.BlastRadius> radii = radii(activity, call, seen, chosen);
                var refused = broken(injection, radii).or(() -> admission.refused(injection));
                if (refused.isPresent()) {
                    yield new Outcome.LeftAlone(target, refused.get(), true, radius(activity, call, seen, hit));
                }
                injections.add(injection);
                known.getOrDefault(activity.name(), Set.of()).add(target.id());
                yield new Outcome.Joins(injection, found.prepared().effect(), radii.getFirst());
            }
        };
    }

    private Optional<String> broken(Injection joining, List<Plan.BlastRadius> radii) {
        var all = Stream.concat(injections.stream(), Stream.of(joining)).toList();
        return limits.broken(all, radii, Duration.ZERO).stream()
                .map(Plan.Refusal::toString)
                .reduce((one, other) -> one + "; " + other);
    }

    private Plan.BlastRadius radius(
            Activity activity, Provider.FaultCall call, Protection.Found seen, List<Target> hit) {
        return radii(activity, call, seen, hit).getFirst();
    }

    private Injection injection(
            Activity activity, Provider.FaultCall call, Target target, Way.Found found, List<String> more) {
        var notes = new ArrayList<>(found.prepared().notes());
        notes.addAll(more);
        return found.injection(++numbered, activity, call, target, notes);
    }

    /** That of the activity first; then those of the others, which count for the same services. */
    private List<Plan.BlastRadius> radii(
            Activity activity, Provider.FaultCall call, Protection.Found seen, List<Target> chosen) {
        var reach = new Reach(machine);
        reach.add(
                activity.name(),
                catalog.finder(call.selector().kind()),
                chosen,
                seen.open().size(),
                seen.spared());
        for (Plan.BlastRadius other : plan.radii()) {
            if (!other.activity().equals(activity.name())) {
                reach.add(
                        other.activity(),
                        catalog.finder(other.kind()),
                        targets(other.activity()).toList(),
                        other.found(),
                        other.spared());
            }
        }
        return reach.radii();
    }
}
