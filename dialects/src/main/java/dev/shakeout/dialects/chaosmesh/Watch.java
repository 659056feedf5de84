package dev.shakeout.dialects.chaosmesh;

import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.foreign.Act;
import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Form;
import dev.shakeout.dialects.foreign.Names;
import dev.shakeout.dialects.foreign.Ours;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.dialects.foreign.Spans;
import dev.shakeout.dialects.foreign.Tries;
import dev.shakeout.dialects.foreign.Watched;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The status checks that the hypothesis and the halt conditions of ours become. */
final class Watch {
    private static final Field STATED = Field.approximated(
                    "steady-state-hypothesis.probes[]",
                    "a StatusCheck before the method, which aborts the workflow where it fails, and one after it, as"
                            + " runtime.hypothesis says; a workflow tells no verdict but its checks' results")
            .or(new Fidelity.Approximated(
                    "a StatusCheck beside the method; a workflow tells no verdict but its checks' results"))
            .or(new Fidelity.Kept("nothing: the strategy is skip"));
    private static final Field WHEN = Field.kept("runtime.hypothesis", "where the checks stand");
    private static final Field STRATEGY = Field.kept("runtime.hypothesis.strategy", "where the checks stand");
    private static final Field FREQUENCY = Field.kept(
                    "runtime.hypothesis.frequency", "intervalSeconds of the check beside the method")
            .or(new Fidelity.Approximated("intervalSeconds, in whole seconds, 1 at least"));
    private static final Field FAST =
            Field.kept("runtime.hypothesis.fail-fast", "abortWithStatusCheck of the check beside the method");
    private static final String GUARD = "safety.halt-when[].";
    private static final Field NAME = Field.kept(GUARD + "name", "the template's name, as Kubernetes spells names");
    private static final Field PROBE =
            Field.kept(GUARD + "probe", "a continuous StatusCheck with abortWithStatusCheck");
    private static final Field EXPRESSION = Field.notSupported(
            GUARD + "when",
            "a status check asks one address and compares its status; write probe and tolerance in its place");
    private static final Field TOLERANCE = Field.kept(GUARD + "tolerance", "as that of a probe");
    private static final Field INTERVAL = Field.kept(GUARD + "interval", StatusCheck.INTERVAL.path())
            .or(new Fidelity.Approximated("the next whole second"));
    private static final Field FAILURES = Field.kept(GUARD + "failures", StatusCheck.FAILURES.path());
    private static final Fidelity UNREACHED = new Fidelity.Kept("nothing: the method is over before");
    private static final Field DELAY =
            Field.kept(GUARD + "delay", "a Suspend before the check").or(UNREACHED);
    private static final Field FOR =
            Field.kept(GUARD + "for", "deadline of the check, which is over with the method at the latest");
    private static final Field MEANWHILE = new Field("during.delay", List.of(UNREACHED));
    private static final Field AGAIN = Field.approximated(
            "retry", "failureThreshold of the check beside the method, whose readings are intervalSeconds apart");
    private static final Field PAUSES = Field.kept("pauses", "a Suspend before the check, and after it")
            .or(new Fidelity.Approximated("a Suspend before or after a check, but none beside the method"));
    private static final Field TIMEOUT =
            Field.kept(GUARD + "timeout", "timeoutSeconds, where the probe has none or a longer one");
    private static final Field UNREADABLE = Field.kept(GUARD + "unreadable", "nothing: no answer is a failure there")
            .or(new Fidelity.NotSupported("no answer is a failure there; leave it out"));

    private final List<Turn> before = new ArrayList<>();
    private final List<Piece> during = new ArrayList<>();
    private final List<Turn> after = new ArrayList<>();
    private final Names names;
    private final Duration method;

    private Watch(Names names, Duration method) {
        this.names = names;
        this.method = method;
    }

    static List<Field> fields() {
        return List.of(
                STATED,
                STRATEGY,
                FREQUENCY,
                FAST,
                NAME,
                PROBE,
                EXPRESSION,
                TOLERANCE,
                INTERVAL,
                FAILURES,
                DELAY,
                FOR,
                MEANWHILE,
                AGAIN,
                PAUSES,
                TIMEOUT,
                UNREADABLE);
    }

    /** @param method how long it takes */
    static Watch of(Ours ours, Tree.Obj document, Names names, Duration method) {
        var watch = new Watch(names, method);
        Optional<Sheet> when = ours.runtime().flatMap(runtime -> Ours.inner(runtime, WHEN));
        when.ifPresent(sheet -> List.of(STRATEGY, FAST).forEach(sheet::record));
        String strategy =
                when.flatMap(sheet -> sheet.look(STRATEGY, Type.text())).orElse("default");
        boolean fast = when.flatMap(sheet -> sheet.look(FAST, Type.bool())).orElse(false);
        long interval = when.map(Watch::frequency).orElse(1L);
        for (Act probe : ours.hypothesis()) {
            ours.recorder().of("probe " + probe.name());
            watch.stated(probe, strategy, interval, fast);
        }
        for (Sheet guard : ours.guards()) {
            ours.recorder()
                    .of("halt condition "
                            + guard.look(NAME).orElseThrow().json().text());
            watch.guard(guard, Watched.of(guard, document));
        }
        return watch;
    }

    private static long frequency(Sheet when) {
        Optional<Duration> given = when.look(FREQUENCY, Spans.TYPE);
        long seconds =
                Math.max(1, given.map(time -> time.plusMillis(999).toSeconds()).orElse(1L));
        boolean whole =
                given.filter(time -> time.equals(Duration.ofSeconds(seconds))).isPresent();
        when.record(FREQUENCY, FREQUENCY.ways().get(whole ? 0 : 1));
        return seconds;
    }

    private void stated(Act probe, String strategy, long interval, boolean fast) {
        List<String> phases = Tries.phases(probe.activity(), strategy);
        boolean meanwhile = phases.contains("during");
        Fidelity way = STATED.ways().get(phases.isEmpty() ? 2 : phases.equals(List.of("during")) ? 1 : 0);
        probe.activity().recorder().add(probe.activity().position(), STATED, way);
        probe.activity().record(PAUSES, PAUSES.ways().get(meanwhile ? 1 : 0));
        var times = Tries.Meanwhile.of(probe.activity(), interval);
        var once = OwnCheck.within(probe.activity());
        var check = OwnCheck.write(probe.provider(), probe.activity(), once, Optional.empty());
        if (phases.contains("before")) {
            before.add(turn(probe, piece(probe.name() + " before", check, ABORTS)));
        }
        if (phases.contains("after")) {
            after.add(turn(probe, piece(probe.name() + " after", check, Json.Obj.EMPTY)));
        }
        if (!meanwhile) {
            return;
        }
        var again = new OwnCheck.Pace(true, times.seconds(), once.failures());
        if (once.failures() > 1 && once.interval() != times.seconds()) {
            probe.activity().note(AGAIN, AGAIN.ways().getFirst());
        }
        if (unreached(times.delay())) {
            probe.activity().note(MEANWHILE, UNREACHED);
            return;
        }
        var beside = OwnCheck.write(probe.provider(), probe.activity(), again, Optional.empty());
        Piece wanted = piece(probe.name(), beside, fast ? ABORTS : Json.Obj.EMPTY);
        during.add(wanted.at(times.delay(), lasting(times.delay(), times.lasts())));
    }

    private boolean unreached(Duration delay) {
        return !delay.isZero() && delay.compareTo(method) >= 0;
    }

    /** To the end of the method at the latest. */
    private Duration lasting(Duration delay, Optional<Duration> wanted) {
        Duration most = method.minus(delay);
        return wanted.filter(time -> time.compareTo(most) < 0).orElse(most.isZero() ? Piece.AT_LEAST : most);
    }

    /** A check that waits for what comes before it, and what comes after for it. */
    private static Turn turn(Act probe, Piece check) {
        return new Turn(check.at(probe.pause(), Duration.ZERO), probe.pause().plus(probe.pauseAfter()));
    }

    /**
     * A check before the method or after it.
     *
     * @param end when what comes after it begins
     */
    record Turn(Piece check, Duration end) {}

    private static final Json.Obj ABORTS = Json.object("abortWithStatusCheck", true);

    private Piece piece(String name, Json.Obj check, Json.Obj more) {
        return new Piece(names.of(name), "StatusCheck", check, Duration.ZERO, Duration.ZERO, more);
    }

    private void guard(Sheet guard, Optional<Watched> watched) {
        List.of(NAME, PROBE, EXPRESSION, FAILURES, FOR, TIMEOUT).forEach(guard::record);
        Optional<Duration> interval = guard.look(INTERVAL, Spans.TYPE);
        long seconds = Math.max(
                1, interval.map(time -> time.plusMillis(999).toSeconds()).orElse(1L));
        guard.record(INTERVAL, INTERVAL.ways().get(interval.equals(Optional.of(Duration.ofSeconds(seconds))) ? 0 : 1));
        boolean ignored = guard.look(UNREADABLE)
                .filter(word -> word.json().text().equals("ignore"))
                .isPresent();
        guard.record(UNREADABLE, UNREADABLE.ways().get(ignored ? 1 : 0));
        var pace = new OwnCheck.Pace(
                true,
                seconds,
                guard.look(FAILURES)
                        .flatMap(count -> Form.WHOLE.turn().apply(count.json()))
                        .map(count -> Long.parseLong(count.text()))
                        .orElse(1L));
        Duration delay = guard.look(DELAY, Spans.TYPE).orElse(Duration.ZERO);
        guard.record(DELAY, DELAY.ways().get(unreached(delay) ? 1 : 0));
        watched.ifPresent(probe -> {
            Json.Obj check = OwnCheck.write(probe.provider(), probe.judged(), pace, Optional.of(probe.limit()));
            Piece wanted = piece(guard.look(NAME).orElseThrow().json().text(), check, ABORTS);
            if (!unreached(delay)) {
                during.add(wanted.at(delay, lasting(delay, guard.look(FOR, Spans.TYPE))));
            }
        });
    }

    boolean isEmpty() {
        return before.isEmpty() && during.isEmpty() && after.isEmpty();
    }

    List<Turn> before() {
        return before;
    }

    List<Turn> after() {
        return after;
    }

    /** Checks beside the method, each with its moment in it. */
    List<Piece> during() {
        return during;
    }
}
