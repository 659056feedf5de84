package dev.shakeout.engine;

import dev.shakeout.model.Activity;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Experiment;
import dev.shakeout.model.Injection;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Plan;
import dev.shakeout.model.Problem;
import dev.shakeout.model.Provider;
import dev.shakeout.model.Selector;
import dev.shakeout.model.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;

/** Resolves an experiment: which targets, which rung, which steps, how much of the system. Touches nothing. */
public final class Planner {
    private final Catalog catalog;
    private final Machine machine;

    public Planner(Catalog catalog, Machine machine) {
        this.catalog = catalog;
        this.machine = machine;
    }

    /**
     * Plans every fault of the method.
     *
     * @param seed decides every random choice; each activity draws from its own stream, so adding one leaves the
     *     others' choices as they were
     * @throws InvalidInput a selector finds nothing, or a fault cannot hit that kind of target
     */
    public Planned plan(Experiment experiment, long seed) {
        var draft = new Draft(experiment, seed);
        for (Activity activity : experiment.method()) {
            if (activity.provider() instanceof Provider.FaultCall call) {
                draft.add(activity, call);
            }
        }
        return draft.finish();
    }

    /** A stream of its own for each activity; mixed, as neighbouring seeds of a Random begin almost alike. */
    static Random randomFor(long seed, String activity) {
        return new Random(new SplittableRandom(seed ^ activity.hashCode()).nextLong());
    }

    private final class Draft {
        private final Experiment experiment;
        private final long seed;
        private final Machine machine;
        private final List<Injection> injections = new ArrayList<>();
        private final Map<String, Effect> effects = new LinkedHashMap<>();
        private final List<Plan.BlastRadius> radii = new ArrayList<>();
        private final List<Plan.Refusal> refusals = new ArrayList<>();
        private final List<Problem> problems = new ArrayList<>();

        Draft(Experiment experiment, long seed) {
            this.experiment = experiment;
            this.seed = seed;
            this.machine = Planner.this.machine.withLinks(experiment.links());
        }

        void add(Activity activity, Provider.FaultCall call) {
            Fault fault = catalog.fault(call.fault());
            Selector selector = call.selector();
            if (!fault.targetKinds().contains(selector.kind())) {
                problem(
                        activity,
                        call.fault() + " cannot hit a " + selector.kind() + "; it can hit "
                                + String.join(", ", fault.targetKinds()));
                return;
            }
            List<Target> found;
            try {
                found = catalog.finder(selector.kind()).find(selector.by(), machine);
            } catch (BadValue e) {
                problem(activity, e.getMessage());
                return;
            }
            if (found.isEmpty()) {
                problem(activity, "no " + selector.kind() + " matches " + criteria(selector));
                return;
            }
            if (selector.mode() instanceof Selector.Mode.Fixed(int wanted) && wanted > found.size()) {
                problem(
                        activity,
                        wanted + " targets are asked for, but only " + found.size() + " match " + criteria(selector));
                return;
            }
            List<Target> chosen = Choice.of(found, selector.mode(), randomFor(seed, activity.name()));
            if (chosen.isEmpty()) {
                problem(activity, "the selector chooses none of the " + found.size() + " that match");
                return;
            }
            radii.add(new Plan.BlastRadius(activity.name(), selector.kind(), chosen.size(), found.size()));
            for (Target target : chosen) {
                prepare(activity, call, fault, target);
            }
        }

        private void prepare(Activity activity, Provider.FaultCall call, Fault fault, Target target) {
            var reasons = new ArrayList<String>();
            for (Rung rung : fault.rungs()) {
                Optional<String> missing =
                        rung.missing(machine).or(() -> rung.missingFor(target, call.arguments(), machine));
                if (missing.isPresent()) {
                    reasons.add(rung.name() + ": " + missing.get());
                    continue;
                }
                Prepared prepared = rung.plan(target, call.arguments(), machine);
                var injection = new Injection(
                        "i" + (injections.size() + 1),
                        activity.name(),
                        call.fault(),
                        target,
                        rung.name(),
                        prepared.steps(),
                        prepared.effect().what(),
                        prepared.notes(),
                        call.duration());
                injections.add(injection);
                effects.put(injection.id(), prepared.effect());
                return;
            }
            refusals.add(new Plan.Refusal(
                    Optional.of(activity.position()),
                    call.fault() + " on " + target + " has no way here: " + String.join("; ", reasons)));
        }

        Planned finish() {
            if (!problems.isEmpty()) {
                throw new InvalidInput(problems);
            }
            new KillSwitch(machine.folders()).set().ifPresent(words -> refuse(Optional.empty(), words));
            checkBlastRadius();
            return new Planned(new Plan(experiment, seed, injections, radii, refusals), effects);
        }

        private void checkBlastRadius() {
            var limit = experiment.safety().blastRadius();
            long targets = injections.stream()
                    .map(i -> i.target().kind() + " " + i.target().id())
                    .distinct()
                    .count();
            limit.maxTargets()
                    .filter(most -> targets > most)
                    .ifPresent(most ->
                            refuse(limit.position(), targets + " targets would be hit, blast-radius allows " + most));
            for (var radius : radii) {
                limit.maxPercent()
                        .filter(most -> radius.share().value() > most.value() + 1e-9)
                        .ifPresent(most -> refuse(
                                limit.position(),
                                "'" + radius.activity() + "' would hit " + radius.chosen() + " of " + radius.found()
                                        + " (" + radius.share() + "), blast-radius allows " + most));
            }
        }

        private void refuse(Optional<dev.shakeout.model.Position> rule, String words) {
            refusals.add(new Plan.Refusal(rule, words));
        }

        private void problem(Activity activity, String message) {
            problems.add(Problem.at(activity.position(), "'" + activity.name() + "': " + message));
        }
    }

    private static String criteria(Selector selector) {
        var words = new ArrayList<String>();
        selector.by().values().forEach((key, value) -> {
            if (!value.toString().isEmpty()) {
                words.add(key + " " + value);
            }
        });
        return words.isEmpty() ? "anything" : String.join(", ", words);
    }
}
