package dev.shakeout.server.rollout;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An experiment that is carried out in stages: each begins when the one before has passed and baked, and anything but a run that
 * passed stops it.
 *
 * @param version of the experiment, the same in all stages
 * @param labels of its runs, beside that of the rollout
 * @param reason why it was stopped; empty otherwise
 * @param stages at least one, in their order
 * @param author id of the user, or of the service token, on whose account its runs are
 * @param key by which a repeated request is known
 */
public record Rollout(
        String id,
        String experiment,
        long version,
        Map<String, String> labels,
        State state,
        String reason,
        List<Stage> stages,
        String author,
        Optional<String> key,
        Instant createdAt,
        Optional<Instant> endedAt) {
    /** Of its runs; the value is its id. */
    public static final String LABEL = "rollout";

    public Rollout {
        labels = Map.copyOf(labels);
        stages = List.copyOf(stages);
    }

    /** How far it is. */
    public enum State {
        /** A run is under way, or about to begin. */
        RUNNING,
        /** The next stage is to begin when the last one has baked. */
        BAKING,
        /** The next stage is to begin when somebody has approved of it. */
        WAITING,
        /** All stages have passed. */
        PASSED,
        /** The reason says why; no further stage begins. */
        STOPPED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static State ofWord(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }

        public boolean ended() {
            return this == PASSED || this == STOPPED;
        }
    }

    /** The stage that it is at; empty when all are over. */
    public Optional<Stage> current(Instant now) {
        return stages.stream().filter(stage -> !stage.over(now)).findFirst();
    }

    /** The same with one of its stages as it is now. */
    public Rollout with(Stage changed) {
        return new Rollout(
                id,
                experiment,
                version,
                labels,
                state,
                reason,
                stages.stream()
                        .map(stage -> stage.number() == changed.number() ? changed : stage)
                        .toList(),
                author,
                key,
                createdAt,
                endedAt);
    }

    /** Whether it was asked for by the same words. */
    public boolean sameRequest(Rollout other) {
        return experiment.equals(other.experiment)
                && version == other.version
                && labels.equals(other.labels)
                && stages.stream()
                        .map(Rollout::asOrdered)
                        .toList()
                        .equals(other.stages.stream().map(Rollout::asOrdered).toList());
    }

    private static Stage asOrdered(Stage stage) {
        return Stage.ordered(stage.number(), stage.environment(), stage.most(), stage.bake(), stage.approval());
    }
}
