package dev.shakeout.dialects.gremlin;

import dev.shakeout.model.Event;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Journal.Injected;
import dev.shakeout.model.Json;
import dev.shakeout.model.Verdict;
import java.time.Duration;
import java.time.Instant;
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

    /** One run by itself; several with the score that they have as the tests of one category. */
    static Json.Obj of(List<Journal> journals) {
        Instant now =
                journals.stream().map(Journal::end).max(Instant::compareTo).orElseThrow();
        return journals.size() == 1
                ? of(journals.getFirst(), now)
                : Json.object(
                        "reliabilityScore",
                        score(journals, now),
                        "runs",
                        Json.of(journals.stream()
                                .map(journal -> of(journal, now))
                                .toList()));
    }

    /** @param now the end of the last run: what had passed long before has expired */
    private static double score(List<Journal> journals, Instant now) {
        return ReliabilityScore.of(journals.stream()
                        .map(journal -> new ReliabilityScore.Test(
                                "", ReliabilityScore.state(journal.verdict(), journal.end(), now, EXPIRY)))
                        .toList())
                .orElseThrow();
    }

    /** With its attacks and the score it has as the only test. */
    private static Json.Obj of(Journal journal, Instant now) {
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
                score(List.of(journal), now),
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
