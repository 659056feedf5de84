package dev.shakeout.engine;

import dev.shakeout.model.Injection;
import dev.shakeout.model.Percent;
import dev.shakeout.model.Plan;
import dev.shakeout.model.Target;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The limits on how much a run touches: the experiment's own and the policy's. Says by how much they are exceeded. */
record Caps(List<Injection> injections, List<Plan.BlastRadius> radii) {
    /** All that would be hit. */
    Stream<Target> targets() {
        return injections.stream().map(Injection::target).distinct();
    }

    /** A target that is hit twice counts once. */
    Optional<String> aboveTargets(int most, String whose) {
        long targets = injections.stream().map(i -> i.target().key()).distinct().count();
        return targets > most
                ? Optional.of(targets + (targets == 1 ? " target" : " targets") + " would be hit, " + whose + " allows "
                        + most)
                : Optional.empty();
    }

    List<String> aboveShare(Percent most, String whose) {
        return radii.stream()
                .filter(radius -> radius.share().value() > most.value() + 1e-9)
                .map(radius -> "'" + radius.activity() + "' would hit " + radius.chosen() + " of " + radius.found()
                        + " (" + radius.share() + "), " + whose + " allows " + most)
                .toList();
    }

    List<String> belowReplicas(int least, String whose) {
        return radii.stream()
                .flatMap(radius -> radius.services().stream())
                .distinct()
                .filter(service -> service.untouched() < least)
                .map(service -> service + "; " + whose + " wants " + least + " left untouched")
                .toList();
    }
}
