package dev.shakeout.dialects.litmus;

import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.model.Type;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How often and how long a probe is tried.
 *
 * @param timeout of one reading; zero when nothing is said
 * @param pace from one reading to the next, where it is read again and again
 * @param delay before the first reading
 * @param attempts how many failures in a row make one
 * @param stops whether a failure stops the fault
 */
record RunProperties(
        Optional<Sheet> written, Duration timeout, Duration pace, Duration delay, int attempts, boolean stops) {
    private static final String PATH = Probes.PATH + "runProperties";
    private static final Fidelity ONE_READING = new Fidelity.Approximated(
            "nothing: one reading decides; a guard alone (Continuous or OnChaos with stopOnFailure) has several");
    private static final Field ALL = Field.kept(PATH, "when and how often it is read");
    private static final Field TIMEOUT = Field.kept(PATH + ".probeTimeout", "timeout of the provider")
            .or(new Fidelity.Approximated("nothing: how long the API server is waited for is Shakeout's choice"));
    private static final Field INTERVAL = Field.kept(
                    PATH + ".interval",
                    "nothing, as there is one attempt; of a guard the interval, without probePollingInterval")
            .or(ONE_READING);
    private static final Field ATTEMPT =
            Field.kept(PATH + ".attempt", "failures of a guard; nothing for 1").or(ONE_READING);
    private static final Field RETRY =
            Field.kept(PATH + ".retry", "the same, where attempt is not given").or(ONE_READING);
    private static final Field POLLING = Field.kept(
            PATH + ".probePollingInterval",
            "interval of the guard, or frequency of the hypothesis, the shortest of all; else nothing");
    private static final Fidelity AT_ONCE =
            new Fidelity.Approximated("nothing: the hypothesis is looked at without a delay");
    private static final Field DELAY =
            Field.kept(PATH + ".initialDelay", "the time before it is read").or(AT_ONCE);
    private static final Field DELAY_SECONDS = Field.kept(
                    PATH + ".initialDelaySeconds", "the same, in seconds, where initialDelay is not given")
            .or(AT_ONCE);
    private static final Field EVALUATION =
            Field.kept(PATH + ".evaluationTimeout", "nothing: it is heeded by sloProbe alone");
    private static final Field VERBOSITY = Field.kept(PATH + ".verbosity", "nothing: it is about Litmus's log");
    private static final Field STOP = Field.kept(
                    PATH + ".stopOnFailure",
                    "a guard, which halts the run and has everything taken back, for Continuous and OnChaos; the hypothesis, which"
                            + " is checked before anything is done, for SOT and Edge; nothing for EOT and for false")
            .or(new Fidelity.Approximated(
                    "nothing: the miss counts, and the run goes on, as there are several faults, or probes of the mode"
                            + " Continuous or OnChaos that have the hypothesis for themselves"));

    static List<Field> fields() {
        return List.of(TIMEOUT, INTERVAL, ATTEMPT, RETRY, POLLING, DELAY, DELAY_SECONDS, EVALUATION, VERBOSITY, STOP);
    }

    static RunProperties read(Sheet probe) {
        Optional<Sheet> sheet = probe.demand(ALL, "") ? probe.open(ALL) : Optional.empty();
        Type<Integer> times = Type.integer(0, 10_000);
        Optional<Duration> polling = time(sheet, POLLING);
        Optional<Duration> interval = time(sheet, INTERVAL);
        sheet.ifPresent(all -> Stream.of(EVALUATION, VERBOSITY, POLLING).forEach(all::record));
        return new RunProperties(
                sheet,
                time(sheet, TIMEOUT).orElse(Duration.ZERO),
                polling.filter(RunProperties::some)
                        .or(() -> interval.filter(RunProperties::some))
                        .orElse(Duration.ofSeconds(1)),
                time(sheet, DELAY).or(() -> time(sheet, DELAY_SECONDS)).orElse(Duration.ZERO),
                Math.max(
                        1,
                        sheet.flatMap(all -> all.look(ATTEMPT, times))
                                .filter(count -> count > 0)
                                .or(() -> sheet.flatMap(all -> all.look(RETRY, times)))
                                .orElse(1)),
                sheet.flatMap(all -> all.look(STOP, Type.bool())).orElse(false));
    }

    private static boolean some(Duration time) {
        return !time.isZero();
    }

    private static Optional<Duration> time(Optional<Sheet> sheet, Field field) {
        return sheet.flatMap(all -> all.look(field, LitmusTime.SECONDS));
    }

    /** Writes down what becomes of them, which follows from all probes of a run together. */
    void placed(Check check, Placement.How how) {
        boolean guard = how == Placement.How.GUARD || how == Placement.How.GUARD_LONGER;
        int tried = guard || attempts == 1 ? 0 : 1;
        boolean lost = !delay.isZero()
                && (how == Placement.How.WATCH || how == Placement.How.WATCH_LONGER || how == Placement.How.HYPOTHESIS);
        boolean ignored = stops && check.mode().before() && how != Placement.How.HYPOTHESIS;
        written.ifPresent(sheet -> {
            sheet.record(TIMEOUT, TIMEOUT.ways().get(check.type().equals(K8sInputs.TYPE) ? 1 : 0));
            Stream.of(INTERVAL, ATTEMPT, RETRY)
                    .forEach(field -> sheet.record(field, field.ways().get(tried)));
            Stream.of(DELAY, DELAY_SECONDS)
                    .forEach(field -> sheet.record(field, field.ways().get(lost ? 1 : 0)));
            sheet.record(STOP, STOP.ways().get(ignored ? 1 : 0));
        });
    }
}
