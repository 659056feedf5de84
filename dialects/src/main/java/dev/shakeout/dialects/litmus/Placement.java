package dev.shakeout.dialects.litmus;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Where the probes of a run go, and when they are read. */
record Placement(List<Stage> stages) {
    /** Where one probe goes. */
    enum How {
        /** The method, beside the fault. */
        METHOD,
        /** The hypothesis, which keeps the method from being begun. */
        GATE,
        /** The hypothesis, while the method runs. */
        WATCH,
        GUARD,
        /** It halts the run, and with it faults that would follow. */
        GUARD_OF_SEVERAL
    }

    /**
     * A part of the method.
     *
     * @param delay from its beginning
     * @param span empty: until the method ends
     */
    record Window(Duration delay, Optional<Duration> span) {}

    /** Readings are some milliseconds apart at least. */
    private static final Duration LEAST = Duration.ofMillis(50);

    How of(Stage stage, Check check) {
        if (check.mode().during()) {
            return check.watches() ? How.WATCH : isLast(stage) ? How.GUARD : How.GUARD_OF_SEVERAL;
        }
        return stage.gates(check) ? How.GATE : How.METHOD;
    }

    /** Whether all others are over when it begins. */
    private boolean isLast(Stage stage) {
        return stages.stream()
                .allMatch(other -> other.equals(stage) || other.end().compareTo(stage.start()) <= 0);
    }

    /** From the beginning of the method. */
    Duration end() {
        return stages.stream().map(Stage::end).max(Duration::compareTo).orElse(Duration.ZERO);
    }

    /** When one that is read again and again is read: as long as its fault is on, or as long as that is prepared and ended too. */
    Window window(Stage stage, Check check) {
        boolean whole = check.mode() == Check.Mode.CONTINUOUS;
        Duration from =
                (whole ? stage.start() : stage.begins()).plus(check.properties().delay());
        Duration to = whole ? stage.end() : stage.ends();
        Duration span = to.minus(from).compareTo(LEAST) < 0 ? LEAST : to.minus(from);
        return new Window(from, to.equals(end()) ? Optional.empty() : Optional.of(span));
    }

    /** Whether the method must last as long as Litmus's, as something is read until then or thereafter. */
    boolean toTheEnd() {
        return stages.stream()
                .anyMatch(stage -> stage.checks().stream()
                        .anyMatch(check -> check.mode().during()
                                || (stage.gates(check) && check.mode().after())));
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
}
