package dev.shakeout.dialects.gremlin;

import dev.shakeout.model.Event;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Journal.Injected;
import dev.shakeout.model.Json;
import dev.shakeout.model.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What a run has come to, in Gremlin's words. */
final class Outcome {
    private static final Duration EXPIRY = Duration.ofDays(28);

    private Outcome() {}

    /** The stage that an attack of Gremlin's would be in after an event of ours; empty after one that changes none. */
    static Optional<String> stage(Event event) {
        return switch (event) {
            case Event.RunStarted _ -> Optional.of("Pending");
            case Event.Injecting _ -> Optional.of("Initializing");
            case Event.Injected _ -> Optional.of("Running");
            case Event.GuardTripped _ -> Optional.of("InterruptTriggered");
            case Event.Interrupted _ -> Optional.of("HaltDistributed");
            case Event.TakenBack e -> Optional.of(e.gone().orElse(true) ? "Successful" : "TeardownFailed");
            case Event.NotTakenBack _ -> Optional.of("TeardownFailed");
            case Event.Concluded e -> Optional.of(stage(e.verdict()));
            default -> Optional.empty();
        };
    }

    /** The last stage of a run as a whole: that a test failed is no matter of its stage. */
    static String stage(Verdict verdict) {
        return switch (verdict) {
            case PASSED, DEVIATED, INCONCLUSIVE -> "Successful";
            case HALTED, ABORTED -> "UserHalted";
            case NOT_READY, REFUSED -> "ClientAborted";
            case FAILED -> "Failed";
            case UNSAFE -> "TeardownFailed";
        };
    }

    private static String stage(Injected injected, Verdict verdict) {
        if (!injected.leftovers().isEmpty()
                || injected.gone().filter(gone -> !gone).isPresent()) {
            return "TeardownFailed";
        }
        if (injected.injected().isEmpty()) {
            return "InitializationFailed";
        }
        return stage(verdict == Verdict.UNSAFE ? Verdict.PASSED : verdict);
    }

    /** One run, with its attacks and the score it has as the only test; what is older at the end of the run is not counted. */
    static Json.Obj of(Journal journal) {
        var state = ReliabilityScore.state(journal.verdict(), journal.end(), journal.end(), EXPIRY);
        double score = ReliabilityScore.of(List.of(new ReliabilityScore.Test("", state)))
                .orElseThrow();
        return Json.object(
                "name",
                journal.title(),
                "stage",
                stage(journal.verdict()),
                "startTime",
                journal.start().toString(),
                "endTime",
                journal.end().toString(),
                "reliabilityScore",
                score,
                "attacks",
                Json.of(journal.injections().stream()
                        .map(injected -> Json.object(
                                "type",
                                injected.fault(),
                                "target",
                                injected.target(),
                                "stage",
                                stage(injected, journal.verdict())))
                        .toList()));
    }
}
