package dev.shakeout.engine;

import dev.shakeout.model.Activity;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Experiment;
import dev.shakeout.model.Injection;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Plan;
import dev.shakeout.model.Position;
import dev.shakeout.model.Problem;
import dev.shakeout.model.Provider;
import dev.shakeout.model.Selector;
import dev.shakeout.model.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Resolves an experiment: which targets, which rung, which steps, how much of the system. Touches nothing. */
public final class Planner {
    private static final int SHOWN = 5;
    private static final String AFTER_ROLLBACKS =
            "stays until the file's rollbacks are over; what they leave of it is taken back then";
    private static final String STAYS =
            "what the file's rollbacks leave of it stays, as with Chaos Toolkit, unless the run is stopped or lost";
    private static final String AS_THERE = "--compat chaostoolkit does it all the same, as Chaos Toolkit does";

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
        return plan(experiment, seed, Terms.NONE);
    }

    /** Plans under a policy too; the plan is refused where it breaks a rule of it. */
    public Planned plan(Experiment experiment, long seed, Terms terms) {
        var draft = new Draft(experiment, seed, terms);
        for (Activity activity : experiment.method()) {
            switch (activity.provider()) {
                case Provider.FaultCall call -> draft.add(activity, call);
                case Provider.Call call -> draft.foresee(activity, call);
            }
        }
        return draft.finish();
    }

    private final class Draft {
        private final Experiment experiment;
        private final long seed;
        private final Terms terms;
        private final Machine machine;
        private final Protection protection;
        private final Reach reach;
        private final Choosing choosing;
        private final OtherEnds others;
        private final List<Injection> injections = new ArrayList<>();
        private final Map<String, Effect> effects = new LinkedHashMap<>();
        /** What each activity found, by their ids: whatever it finds later is new. */
        private final Map<String, Set<String>> old = new HashMap<>();

        private final List<Plan.Refusal> refusals = new ArrayList<>();
        private final List<Problem> problems = new ArrayList<>();

        Draft(Experiment experiment, long seed, Terms terms) {
            this.experiment = experiment;
            this.seed = seed;
            this.terms = terms;
            this.machine = Planner.this.machine.withLinks(experiment.links());
            this.protection = new Protection(catalog, machine, terms);
            this.reach = new Reach(machine);
            this.choosing = new Choosing(catalog, machine, seed, terms.most());
            this.others = new OtherEnds(catalog, machine, choosing);
        }

        void add(Activity activity, Provider.FaultCall call) {
            Fault fault = catalog.fault(call.fault());
            Selector selector = call.selector();
            if (!catalog.kinds(fault).contains(selector.kind())) {
                problem(
                        activity,
                        call.fault() + " cannot hit a " + selector.kind() + "; it can hit "
                                + String.join(", ", catalog.kinds(fault)));
                return;
            }
            TargetFinder finder = catalog.finder(selector.kind());
            if (selector.includesNew() && !seesNew(activity, selector, fault, finder)) {
                return;
            }
            Protection.Found seen;
            List<Target> chosen;
            List<OtherEnds.Met> met;
            try {
                seen = protection.find(selector);
                old.put(activity.name(), seen.open().stream().map(Target::id).collect(Collectors.toSet()));
                if (seen.open().isEmpty() && !seen.spared().isEmpty()) {
                    reach.add(activity.name(), finder, List.of(), 0, seen.spared());
                    refuse(
                            Optional.of(activity.position()),
                            "'" + activity.name() + "': all that matches " + Choosing.criteria(selector)
                                    + " is protected: " + protectedOnes(seen.spared()));
                    return;
                }
                chosen = choosing.of(selector, seen, activity.name());
                others.find(activity.name(), call.arguments());
                met = chosen.stream()
                        .map(target -> others.met(activity.name(), call.arguments(), target))
                        .toList();
            } catch (BadValue e) {
                problem(activity, e.getMessage());
                return;
            }
            reach.add(activity.name(), finder, chosen, seen.open().size(), seen.spared());
            try (var _ = finder.expect(chosen, machine)) {
                for (int i = 0; i < chosen.size(); i++) {
                    prepare(activity, call, fault, chosen.get(i), met.get(i));
                }
            }
        }

        /** By Chaos Toolkit's rules what cannot be taken back is done all the same, or fails when it is done, as there. */
        void foresee(Activity activity, Provider.Call call) {
            Optional<ProbeKind> acting = Optional.ofNullable(catalog.probes().get(call.kind()))
                    .filter(kind -> kind.acts() && !experiment.dry().skips(activity));
            acting.map(kind -> kind.foresees(call.arguments(), machine))
                    .orElse(List.of())
                    .forEach(foreseen -> foresee(activity, foreseen));
            try {
                acting.map(kind -> kind.makes(activity.name(), call.arguments(), machine))
                        .orElse(List.of())
                        .forEach(made -> make(activity, call, made));
            } catch (BadValue e) {
                problem(activity, e.getMessage());
            }
        }

        private void make(Activity activity, Provider.Call call, Made made) {
            switch (made.prospect()) {
                case Rung.Prospect.Missing(String words) ->
                    refuse(Optional.of(activity.position()), "'" + activity.name() + "': " + words);
                case Rung.Prospect.Ready(Prepared prepared) -> {
                    var injection = new Injection(
                            "i" + (injections.size() + 1),
                            activity.name(),
                            call.kind(),
                            made.target(),
                            made.rung(),
                            prepared.steps(),
                            prepared.effect().what(),
                            prepared.notes(),
                            Optional.empty());
                    injections.add(injection);
                    effects.put(injection.id(), prepared.effect());
                }
            }
        }

        private void foresee(Activity activity, Foreseen foreseen) {
            Protection.Found seen;
            try {
                seen = protection.find(foreseen.selector());
            } catch (BadValue e) {
                problem(activity, e.getMessage());
                return;
            }
            List<Target> chosen = seen.open().stream()
                    .filter(target -> foreseen.ids().contains(target.id()))
                    .toList();
            reach.add(
                    activity.name(),
                    catalog.finder(foreseen.selector().kind()),
                    chosen,
                    seen.open().size(),
                    seen.spared());
            if (chosen.size() < foreseen.ids().size() && !seen.spared().isEmpty()) {
                refuse(
                        Optional.of(activity.position()),
                        "'" + activity.name() + "' would hit what is protected: " + protectedOnes(seen.spared()));
            }
            var call = new Provider.FaultCall(
                    foreseen.fault().descriptor().name(), foreseen.selector(), foreseen.arguments(), Optional.empty());
            for (Target target : chosen) {
                prepare(activity, call, foreseen.fault(), target, new OtherEnds.Met(foreseen.arguments(), List.of()));
            }
        }

        private boolean seesNew(Activity activity, Selector selector, Fault fault, TargetFinder finder) {
            var arrivals = finder.arrivals();
            if (arrivals.isEmpty() || !fault.targetKinds().contains(selector.kind())) {
                problem(
                        activity,
                        (arrivals.isEmpty()
                                        ? "nobody tells of a " + selector.kind() + " that appears during the run"
                                        : "nothing can be put into a " + selector.kind() + " once the run has begun")
                                + ", so none could be included; leave include-new out");
                return false;
            }
            AnyOf.missing(arrivals.get(), selector, machine)
                    .ifPresent(words -> refuse(Optional.of(activity.position()), words));
            return true;
        }

        private void prepare(
                Activity activity, Provider.FaultCall call, Fault fault, Target target, OtherEnds.Met met) {
            switch (Way.of(fault, target, met.arguments(), catalog, machine)) {
                case Way.Found found -> add(activity, call, target, found, met.notes());
                case Way.None(var reasons) -> {
                    boolean foreseen = !activity.provider().equals(call);
                    if (!foreseen || experiment.rules().ours()) {
                        refuse(
                                Optional.of(activity.position()),
                                call.fault() + " on " + target + " has no way here: " + reasons
                                        + (foreseen ? " (" + AS_THERE + ")" : ""));
                    }
                }
            }
        }

        private void add(
                Activity activity, Provider.FaultCall call, Target target, Way.Found found, List<String> more) {
            Prepared prepared = found.prepared();
            var notes = new ArrayList<>(notes(activity, call, prepared));
            notes.addAll(more);
            var injection = found.injection(injections.size() + 1, activity, call, target, notes);
            injections.add(injection);
            effects.put(injection.id(), prepared.effect());
        }

        private List<String> notes(Activity activity, Provider.FaultCall call, Prepared prepared) {
            if (activity.provider().equals(call)
                    || prepared.steps().stream().allMatch(step -> step.undo().isEmpty())) {
                return prepared.notes();
            }
            var notes = new ArrayList<>(prepared.notes());
            notes.add(experiment.rules().ours() ? AFTER_ROLLBACKS : STAYS);
            return notes;
        }

        Planned finish() {
            if (!problems.isEmpty()) {
                throw new InvalidInput(problems);
            }
            new KillSwitch(machine.folders()).set().ifPresent(words -> refuse(Optional.empty(), words));
            List<Plan.BlastRadius> radii = reach.radii();
            Duration known = KnownDuration.of(experiment, injections, this::momentary);
            var limits = new Limits(experiment, terms, machine);
            limits.broken(injections, radii, known).forEach(refusal -> refuse(refusal.rule(), refusal.words()));
            var plan = new Plan(experiment, seed, injections, radii, refusals);
            return new Planned(plan, effects, Optional.of(new Newcomers(catalog, machine, limits, plan, old, others)));
        }

        private boolean momentary(Injection injection) {
            return Optional.ofNullable(effects.get(injection.id()))
                    .map(Effect::momentary)
                    .orElse(false);
        }

        private void refuse(Optional<Position> rule, String words) {
            refusals.add(new Plan.Refusal(rule, machine.mask().hide(words)));
        }

        private void problem(Activity activity, String message) {
            problems.add(Problem.at(
                    activity.position(),
                    "'" + activity.name() + "': " + machine.mask().hide(message)));
        }
    }

    private static String protectedOnes(List<Plan.Spared> spared) {
        String some = spared.stream().limit(SHOWN).map(Plan.Spared::toString).collect(Collectors.joining("; "));
        return spared.size() > SHOWN ? some + "; and " + (spared.size() - SHOWN) + " more" : some;
    }
}
