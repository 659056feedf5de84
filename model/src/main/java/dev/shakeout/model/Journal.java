package dev.shakeout.model;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The complete record of a run: what Chaos Toolkit's journal holds, and ours.
 *
 * @param environment what the run ran on: os, kernel, java, user, …
 * @param labels what whoever started it said of it: version, environment, …; a gate asks for them
 * @param experiment as written in the file
 * @param load per continuous probe, its last second, several times a second, in order
 * @param proof whether the host is as before; empty when nothing was to be injected
 * @param rules by which the run went
 * @param toolkit the same outcome in Chaos Toolkit's words
 * @param reasons why the verdict is what it is, most important first
 */
public record Journal(
        String version,
        String runId,
        Map<String, String> environment,
        Map<String, String> labels,
        Json.Obj experiment,
        String title,
        String description,
        Optional<String> hypothesis,
        long seed,
        Instant start,
        Instant end,
        Rules rules,
        Verdict verdict,
        Toolkit toolkit,
        List<String> reasons,
        List<SteadyState> steadyStates,
        List<Ran> run,
        List<Ran> rollbacks,
        List<Injected> injections,
        List<Plan.BlastRadius> radii,
        Map<String, List<LoadWindow>> load,
        List<Guarded> guards,
        List<Recovery> recoveries,
        List<Finding> findings,
        Optional<Proof> proof,
        Optional<String> interruptedBy) {

    public Duration duration() {
        return Duration.between(start, end);
    }

    public Optional<SteadyState> steadyState(Phase phase) {
        return steadyStates.stream().filter(s -> s.phase() == phase).reduce((_, last) -> last);
    }

    /** What the verdict says of this very run. */
    public String meaning() {
        return verdict.meaning(
                steadyStates.stream()
                        .filter(state -> !state.probes().isEmpty())
                        .map(SteadyState::phase)
                        .collect(Collectors.toSet()),
                injections.stream().anyMatch(each -> each.injected().isPresent()));
    }

    /** The exit code of a run that ended like this, by the rules it went by. */
    public int exitCode() {
        return rules.ours() ? verdict.exitCode() : toolkit.exitCode();
    }

    /**
     * An outcome as Chaos Toolkit tells it.
     *
     * @param status completed, failed, interrupted or aborted
     */
    public record Toolkit(String status, boolean deviated) {
        public static final String COMPLETED = "completed";
        public static final String FAILED = "failed";
        public static final String INTERRUPTED = "interrupted";
        public static final String ABORTED = "aborted";

        /**
         * That tool says completed whenever the road was walked to its end, also when the gate before the method was
         * closed; interrupted when someone or something stopped it; failed when it could not run as asked, which is what
         * a refusal is too; and aborted for what nobody foresaw, nearest to a fault that could not be taken back.
         */
        public static Toolkit nearest(Verdict verdict) {
            return new Toolkit(
                    switch (verdict) {
                        case PASSED, DEVIATED, INCONCLUSIVE, NOT_READY -> COMPLETED;
                        case HALTED, ABORTED -> INTERRUPTED;
                        case FAILED, REFUSED -> FAILED;
                        case UNSAFE -> ABORTED;
                    },
                    verdict == Verdict.DEVIATED);
        }

        public int exitCode() {
            return status.equals(COMPLETED) && !deviated ? 0 : 1;
        }
    }

    public record SteadyState(Phase phase, Instant at, boolean met, boolean enough, List<Ran> probes) {}

    /**
     * One activity as it was carried out.
     *
     * @param activity as written in the file
     * @param status succeeded, failed, skipped, or empty when interrupted
     * @param trace how an error came about, where the provider tells more than {@code error}; lines with their breaks
     */
    public record Ran(
            String name,
            Json.Obj activity,
            Instant start,
            Duration duration,
            Optional<String> status,
            Json output,
            Optional<String> error,
            Optional<Judgement> judgement,
            List<String> trace) {
        public Ran(
                String name,
                Json.Obj activity,
                Instant start,
                Duration duration,
                Optional<String> status,
                Json output,
                Optional<String> error,
                Optional<Judgement> judgement) {
            this(name, activity, start, duration, status, output, error, judgement, List.of());
        }

        /** Its condition did not hold, so it was not carried out; the error says why. */
        public boolean isSkipped() {
            return status.filter(ActivityRun.Status.SKIPPED.word()::equals).isPresent();
        }
    }

    /**
     * What became of one injection.
     *
     * @param steps what was done, in words
     * @param inverses what takes it back, as commands
     * @param takenBack when every inverse had run
     * @param bites whether the effect was measured while it was on; empty: not measured
     * @param gone whether the effect was gone afterwards; empty: not measured, as the fault was over at once or was not
     *     taken back
     * @param leftovers commands for a person, where an inverse did not succeed
     * @param stages that it came to in the hands of somebody else who carried it out, in order
     */
    public record Injected(
            String id,
            String activity,
            String fault,
            String target,
            String rung,
            List<String> steps,
            List<String> inverses,
            List<String> notes,
            String effect,
            Optional<Reading> before,
            Optional<Reading> on,
            Optional<Reading> after,
            Optional<Instant> injected,
            Optional<Instant> takenBack,
            Optional<Duration> undoTook,
            Optional<Boolean> bites,
            Optional<Boolean> gone,
            List<String> leftovers,
            List<Stage> stages) {
        /** @param words as they were told */
        public record Stage(Instant at, String words) {}

        /** As a kill is: it left nothing on, so nothing was to be taken back. */
        public boolean overAtOnce() {
            return takenBack.isPresent() && gone.isEmpty();
        }
    }

    /**
     * What became of one guard.
     *
     * @param readings how often it looked
     * @param words what it saw last, or what tripped it
     */
    public record Guarded(String name, int readings, int breaches, Optional<Instant> tripped, String words) {}
}
