package dev.shakeout.report;

import dev.shakeout.model.Journal;
import dev.shakeout.model.Phase;
import dev.shakeout.model.Proof;
import dev.shakeout.model.Reading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What of a run counts as a test: passed, failed, in error, or skipped because nothing can be said. */
final class JunitCases {
    private JunitCases() {}

    static List<JunitCase> of(Journal journal) {
        var cases = new ArrayList<JunitCase>();
        cases.add(verdict(journal));
        for (var probe : Tolerances.probes(journal)) {
            Stream.of(Phase.values())
                    .map(phase -> Check.of(journal, probe, phase))
                    .flatMap(check -> hypothesis(check).stream())
                    .forEach(cases::add);
        }
        journal.run().stream()
                .filter(Journal.Ran::isSkipped)
                .map(ran ->
                        JunitCase.skipped("activity: " + ran.name(), ran.error().orElse("skipped")))
                .forEach(cases::add);
        journal.guards().forEach(guard -> cases.add(guard(guard)));
        for (int i = 0; i < journal.injections().size(); i++) {
            var injection = journal.injections().get(i);
            String name = "fault " + (i + 1) + ": " + injection.fault() + " on " + injection.target();
            cases.add(effect(name + " has its effect", injection));
            cases.add(takenBack(name + (injection.overAtOnce() ? " is over at once" : " is taken back"), injection));
        }
        journal.proof().ifPresent(proof -> cases.add(asBefore(proof)));
        return cases;
    }

    private static JunitCase asBefore(Proof proof) {
        String name = "the host is as before";
        return proof.clean()
                ? JunitCase.passed(name, Duration.ZERO)
                : JunitCase.error(
                        name,
                        proof.words(),
                        "residue",
                        proof.residue().stream().map(Proof.Residue::toString).collect(Collectors.joining("\n")));
    }

    private static JunitCase verdict(Journal journal) {
        String name = "verdict";
        String reason = journal.verdict().word() + ": " + Words.reason(journal);
        String details = String.join("\n", journal.reasons());
        return switch (journal.verdict()) {
            case PASSED -> JunitCase.passed(name, journal.duration());
            case DEVIATED, HALTED ->
                new JunitCase(
                        name,
                        JunitCase.State.FAILURE,
                        journal.duration(),
                        reason,
                        journal.verdict().word(),
                        details);
            case FAILED, UNSAFE, ABORTED ->
                new JunitCase(
                        name,
                        JunitCase.State.ERROR,
                        journal.duration(),
                        reason,
                        journal.verdict().word(),
                        details);
            case NOT_READY, REFUSED, INCONCLUSIVE -> JunitCase.skipped(name, reason);
        };
    }

    /** A phase that the strategy leaves out is no case. A miss before the method is no failure: nothing was tested. */
    private static Optional<JunitCase> hypothesis(Check check) {
        String name = "hypothesis " + check.phase().word() + ": " + check.probe();
        var took = check.ran().map(Journal.Ran::duration).orElse(Duration.ZERO);
        String words = check.outcome().word + ": " + check.words()
                + check.times().map(times -> " (" + times + ")").orElse("");
        return switch (check.outcome()) {
            case NOT_CHECKED -> Optional.empty();
            case MET -> Optional.of(JunitCase.passed(name, took));
            case TOO_LITTLE, INTERRUPTED -> Optional.of(JunitCase.skipped(name, words));
            case NOT_MET ->
                Optional.of(
                        check.phase() == Phase.BEFORE
                                ? JunitCase.skipped(name, words)
                                : JunitCase.failure(name, words, "tolerance"));
        };
    }

    private static JunitCase guard(Journal.Guarded guard) {
        String name = "guard: " + guard.name();
        return guard.tripped().isPresent()
                ? JunitCase.failure(name, "tripped: " + guard.words(), "guard")
                : JunitCase.passed(name, Duration.ZERO);
    }

    private static JunitCase effect(String name, Journal.Injected injection) {
        if (injection.injected().isEmpty()) {
            return JunitCase.skipped(name, "never injected");
        }
        if (injection.bites().isEmpty()) {
            return JunitCase.skipped(name, "effect not measured");
        }
        return injection.bites().get()
                ? JunitCase.passed(name, Duration.ZERO)
                : JunitCase.skipped(
                        name,
                        "no measurable effect: "
                                + injection.on().map(Reading::words).orElse(injection.effect()));
    }

    private static JunitCase takenBack(String name, Journal.Injected injection) {
        if (injection.injected().isEmpty() && injection.leftovers().isEmpty()) {
            return JunitCase.skipped(name, "never injected");
        }
        boolean back = injection.takenBack().isPresent()
                && injection.leftovers().isEmpty()
                && injection.gone().orElse(true);
        return back
                ? JunitCase.passed(name, injection.undoTook().orElse(Duration.ZERO))
                : JunitCase.error(
                        name,
                        Words.takenBack(injection)
                                + (injection.leftovers().isEmpty()
                                        ? ""
                                        : "; run: " + String.join("; ", injection.leftovers())),
                        "residue",
                        String.join("\n", injection.leftovers()));
    }
}
