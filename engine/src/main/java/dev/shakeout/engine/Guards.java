package dev.shakeout.engine;

import dev.shakeout.model.Activity;
import dev.shakeout.model.Event;
import dev.shakeout.model.Guard;
import dev.shakeout.model.Judgement;
import dev.shakeout.model.Verdict;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Watches the halt conditions while the method runs, each on a thread and a clock of its own. */
final class Guards implements AutoCloseable {
    private final Readers readers;
    private final Bus bus;
    private final Stop stop;
    private final List<Thread> threads;
    private volatile boolean over;

    Guards(List<Guard> guards, Readers readers, Bus bus, Stop stop) {
        this.readers = readers;
        this.bus = bus;
        this.stop = stop;
        this.threads = guards.stream()
                .map(guard -> Threads.start("guard " + guard.name(), () -> watch(guard)))
                .toList();
    }

    private void watch(Guard guard) {
        var watched = new LinkedHashMap<String, Watched>();
        try {
            for (Activity.Probe probe : guard.condition().probes()) {
                watched.put(probe.name(), new Watched(readers.of(probe), guard.pace(), bus::now));
            }
            watch(guard, watched);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // the method is over
        } catch (RuntimeException e) { // a guard that broke watches no more, so nothing may stay broken
            stop.ask(Verdict.FAILED, "guard '" + guard.name() + "' broke: " + e);
        } finally {
            watched.values().forEach(Watched::close);
        }
    }

    private void watch(Guard guard, Map<String, Watched> watched) throws InterruptedException {
        var alarm = new Alarm(guard);
        int inARow = 0;
        long due = System.nanoTime() + guard.pace().delay().toNanos();
        long first = due;
        long span = guard.pace().span().map(Duration::toNanos).orElse(Long.MAX_VALUE);
        while (due - first < span) {
            Thread.sleep(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
            Judgement judgement = alarm.judge(look(watched));
            if (over) {
                return;
            }
            bus.emit(new Event.GuardRead(bus.now(), guard.name(), judgement));
            if (judgement.met()) {
                inARow = 0;
            } else if (judgement.enough()) {
                inARow++;
                bus.emit(new Event.GuardBreached(bus.now(), guard.name(), inARow, guard.failures(), judgement.words()));
            }
            if (inARow >= guard.failures()) {
                bus.emit(new Event.GuardTripped(bus.now(), guard.name(), judgement.words()));
                stop.ask(Verdict.HALTED, "guard '" + guard.name() + "': " + judgement.words());
                return;
            }
            due = Math.max(due + guard.pace().interval().toNanos(), System.nanoTime());
        }
    }

    /** All probes are read at the same time, so that the slowest alone decides how long it takes. */
    private static Map<String, Watched.Sight> look(Map<String, Watched> watched) throws InterruptedException {
        watched.values().forEach(Watched::begin);
        var sights = new LinkedHashMap<String, Watched.Sight>();
        for (var probe : watched.entrySet()) {
            sights.put(probe.getKey(), probe.getValue().await());
        }
        return sights;
    }

    /** Does not wait for a reading that takes long; what it brings is not looked at any more. */
    @Override
    public void close() {
        over = true;
        threads.forEach(Thread::interrupt);
    }
}
