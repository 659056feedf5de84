package dev.shakeout.dialects.litmus;

import java.time.Duration;
import java.util.List;

/**
 * Where the probes of a run go. An experiment has one hypothesis, and one strategy says when all of it is looked at: it is
 * taken by what must be watched, else by what must hold before the only fault.
 */
record Placement(List<Stage> stages) {
    /** Where one probe goes. */
    enum How {
        METHOD,
        HYPOTHESIS,
        WATCH,
        /** While the method runs, which is longer than the probe asks for. */
        WATCH_LONGER,
        GUARD,
        GUARD_LONGER
    }

    private boolean watched() {
        return stages.stream().flatMap(stage -> stage.checks().stream()).anyMatch(Check::watches);
    }

    /** Whether the hypothesis says what must hold before anything is done. */
    boolean gated() {
        return stages.size() == 1
                && !watched()
                && stages.getFirst().checks().stream()
                        .anyMatch(check -> check.mode().before());
    }

    /** Whether all that must hold before must hold afterwards too. */
    boolean sameAfter() {
        return stages.getFirst().checks().stream().noneMatch(check -> check.mode() == Check.Mode.SOT);
    }

    How of(Stage stage, Check check) {
        if (check.mode().during()) {
            boolean whole =
                    check.mode() == Check.Mode.CONTINUOUS || stage.ramp().isZero();
            boolean last = stages.getLast().equals(stage);
            if (check.guards()) {
                return whole && last ? How.GUARD : How.GUARD_LONGER;
            }
            return whole && stages.size() == 1 ? How.WATCH : How.WATCH_LONGER;
        }
        return gated() && check.mode().before() ? How.HYPOTHESIS : How.METHOD;
    }

    /** Writes down where they all go. */
    void record() {
        for (Stage stage : stages) {
            for (Check check : stage.checks()) {
                How how = of(stage, check);
                Probes.placed(check, how);
                check.properties().placed(check, how);
            }
        }
    }

    /** How often the hypothesis is looked at. */
    Duration frequency() {
        return stages.stream()
                .flatMap(stage -> stage.checks().stream())
                .filter(Check::watches)
                .map(check -> check.properties().pace())
                .min(Duration::compareTo)
                .orElse(Duration.ofSeconds(1));
    }
}
