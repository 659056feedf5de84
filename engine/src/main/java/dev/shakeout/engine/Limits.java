package dev.shakeout.engine;

import dev.shakeout.model.Experiment;
import dev.shakeout.model.Injection;
import dev.shakeout.model.Plan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How far a run may go: the experiment's own limits and the rules of a policy. */
record Limits(Experiment experiment, Terms terms, Machine machine) {
    /**
     * What would be exceeded, or says no.
     *
     * @param known how long the run goes on at least
     */
    List<Plan.Refusal> broken(List<Injection> injections, List<Plan.BlastRadius> radii, Duration known) {
        var caps = new Caps(injections, radii);
        var refusals = new ArrayList<Plan.Refusal>();
        var own = experiment.safety().blastRadius();
        own.maxTargets()
                .flatMap(most -> caps.aboveTargets(most, "blast-radius"))
                .ifPresent(words -> refusals.add(new Plan.Refusal(own.position(), words)));
        own.maxPercent()
                .map(most -> caps.aboveShare(most, "blast-radius"))
                .orElse(List.of())
                .forEach(words -> refusals.add(new Plan.Refusal(own.position(), words)));
        terms.most()
                .ifPresent(most -> radii.stream()
                        .filter(radius -> radius.chosen() > most.of(radius.found()))
                        .map(radius ->
                                radius.activity() + " would hit " + radius.chosen() + " of " + radius.found() + " "
                                        + radius.kind() + " targets; this run may hit at most " + most
                                        + ", and what this activity hits cannot be narrowed")
                        .forEach(words -> refusals.add(new Plan.Refusal(Optional.empty(), words))));
        refusals.addAll(new PolicyCheck(terms, experiment, caps, machine.clock().instant(), known).broken());
        return refusals;
    }
}
