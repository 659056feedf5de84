package dev.shakeout.engine;

import dev.shakeout.model.Event;
import dev.shakeout.model.Judgement;
import dev.shakeout.model.Safety.HaltWhen;
import dev.shakeout.model.Tolerance;
import dev.shakeout.model.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Watches the halt conditions while the method runs, each on a thread and a clock of its own. */
final class Guards implements AutoCloseable {
    /** A continuous probe is judged on its last second. */
    private static final Duration WINDOW = Duration.ofSeconds(1);

    private final Readers readers;
    private final Bus bus;
    private final Stop stop;
    private final List<Thread> threads;
    private final Instant begun;
    private volatile boolean over;

    Guards(List<HaltWhen> conditions, Readers readers, Bus bus, Stop stop) {
        this.readers = readers;
        this.bus = bus;
        this.stop = stop;
        this.begun = bus.now();
        this.threads = conditions.stream()
                .map(condition ->
                        Thread.ofVirtual().name("guard " + condition.name()).start(() -> watch(condition)))
                .toList();
    }

    private void watch(HaltWhen condition) {
        int inARow = 0;
        long due = System.nanoTime();
        try {
            while (true) {
                due += condition.interval().toNanos();
                Thread.sleep(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
                Judgement judgement = read(condition);
                if (over) {
                    return;
                }
                if (judgement.met() || !judgement.enough()) {
                    inARow = 0;
                    continue;
                }
                inARow++;
                bus.emit(new Event.GuardBreached(
                        bus.now(), condition.name(), inARow, condition.failures(), judgement.words()));
                if (inARow >= condition.failures()) {
                    bus.emit(new Event.GuardTripped(bus.now(), condition.name(), judgement.words()));
                    stop.ask(Verdict.HALTED, "guard '" + condition.name() + "': " + judgement.words());
                    return;
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // the method is over
        }
    }

    /** A probe that cannot be read counts as a breach: a guard that sees nothing protects nobody. */
    private Judgement read(HaltWhen condition) throws InterruptedException {
        return switch (readers.of(condition.probe())) {
            case ProbeReader.Once once -> {
                try {
                    yield Judge.judge(once.read(), condition.tolerance());
                } catch (ProbeFailed | RuntimeException e) {
                    yield Judgement.of(false, String.valueOf(e.getMessage()));
                }
            }
            case ProbeReader.Continuous continuous -> {
                Instant now = bus.now();
                var window = continuous.window(now.minus(WINDOW), now);
                if (window.answered() == 0) {
                    String words = "no answers in the last second";
                    boolean justBegun = now.isBefore(begun.plus(WINDOW));
                    yield justBegun ? Judgement.tooLittle(words) : Judgement.of(false, words);
                }
                yield Judge.judge(Judge.output(window), anyCount(condition.tolerance()));
            }
        };
    }

    /** One second may hold fewer samples than a verdict needs, and a guard must not wait for more. */
    private static Tolerance anyCount(Tolerance tolerance) {
        return tolerance instanceof Tolerance.Slo slo
                ? new Tolerance.Slo(slo.percentiles(), slo.errorRate(), 1, slo.during())
                : tolerance;
    }

    /** Does not wait for a reading that takes long; what it brings is not looked at any more. */
    @Override
    public void close() {
        over = true;
        threads.forEach(Thread::interrupt);
    }
}
