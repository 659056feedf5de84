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
 * @param interval from one attempt to the next; a second when nothing is said
 * @param polling from one reading to the next, where it is read again and again
 * @param delay before the first reading
 * @param attempts how many failures in a row make one
 * @param stops whether a failure stops the fault
 */
record RunProperties(
        Optional<Sheet> written,
        Duration timeout,
        Duration interval,
        Optional<Duration> polling,
        Duration delay,
        int attempts,
        boolean stops) {
    private static final String PATH = Probes.PATH + "runProperties";
    private static final Field ALL = Field.kept(PATH, "when and how often it is read");
    private static final Field TIMEOUT = Field.kept(PATH + ".probeTimeout", "timeout of the provider")
            .or(new Fidelity.Approximated("nothing: how long the API server is waited for is Shakeout's choice"));
    private static final Field INTERVAL = Field.kept(
            PATH + ".interval",
            "interval of retry; also how often it is read again, without probePollingInterval; nothing for one attempt");
    private static final Fidelity ONCE = new Fidelity.Approximated(
            "nothing: what changes something is asked for once; an API server that is slow or restarts is waited for");
    private static final Field ATTEMPT = Field.kept(
                    PATH + ".attempt", "attempts of retry, or failures of a guard; nothing for 1")
            .or(ONCE);
    private static final Field RETRY =
            Field.kept(PATH + ".retry", "the same, where attempt is not given").or(ONCE);
    private static final Field POLLING = Field.kept(
                    PATH + ".probePollingInterval", "interval of during, or of the guard; else nothing")
            .or(new Fidelity.Approximated(
                    "nothing: a guard of several attempts always looks as often as interval says"));
    private static final Field DELAY = Field.kept(PATH + ".initialDelay", "the time before it is read");
    private static final Field DELAY_SECONDS =
            Field.kept(PATH + ".initialDelaySeconds", "the same, in seconds, where initialDelay is not given");
    private static final Field EVALUATION =
            Field.kept(PATH + ".evaluationTimeout", "nothing: it is heeded by sloProbe alone");
    private static final Field VERBOSITY = Field.kept(PATH + ".verbosity", "nothing: it is about Litmus's log");
    private static final Field STOP = Field.kept(
                    PATH + ".stopOnFailure",
                    "a guard, which halts the run and has everything taken back, for Continuous and OnChaos; the hypothesis, which"
                            + " is checked before anything is done, for SOT and Edge; nothing for EOT and for false")
            .or(new Fidelity.Approximated(
                    "nothing: the miss counts, and its fault is done all the same, as there are several faults, or as"
                            + " the probe makes or deletes something, which is done in the method alone"));

    static List<Field> fields() {
        return List.of(TIMEOUT, INTERVAL, ATTEMPT, RETRY, POLLING, DELAY, DELAY_SECONDS, EVALUATION, VERBOSITY, STOP);
    }

    static RunProperties read(Sheet probe) {
        Optional<Sheet> sheet = probe.demand(ALL, "") ? probe.open(ALL) : Optional.empty();
        Type<Integer> times = Type.integer(0, 10_000);
        Optional<Duration> polling = time(sheet, POLLING);
        Optional<Duration> interval = time(sheet, INTERVAL);
        sheet.ifPresent(all -> Stream.of(EVALUATION, VERBOSITY).forEach(all::record));
        return new RunProperties(
                sheet,
                time(sheet, TIMEOUT).orElse(Duration.ZERO),
                interval.filter(RunProperties::some).orElse(Duration.ofSeconds(1)),
                polling.filter(RunProperties::some),
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

    /** From one reading to the next. */
    Duration pace() {
        return polling.orElse(interval);
    }

    /** A guard counts what it sees, so what is between two attempts is between any two of its readings. */
    Duration guardsPace() {
        return attempts == 1 ? pace() : interval;
    }

    /** Writes down what becomes of them, which follows from all probes of a run together. */
    void placed(Check check, Placement.How how) {
        boolean guard = how == Placement.How.GUARD || how == Placement.How.GUARD_OF_SEVERAL;
        boolean ignored = stops && check.mode().before() && how != Placement.How.GATE;
        written.ifPresent(sheet -> {
            sheet.record(TIMEOUT, TIMEOUT.ways().get(check.type().equals(K8sInputs.TYPE) ? 1 : 0));
            Stream.of(INTERVAL, DELAY, DELAY_SECONDS).forEach(sheet::record);
            boolean once = attempts > 1 && !check.changes().faults().isEmpty();
            Stream.of(ATTEMPT, RETRY)
                    .forEach(field -> sheet.record(field, field.ways().get(once ? 1 : 0)));
            sheet.record(POLLING, POLLING.ways().get(guard && !pace().equals(guardsPace()) ? 1 : 0));
            sheet.record(STOP, STOP.ways().get(ignored ? 1 : 0));
        });
    }
}
