package dev.shakeout.engine;

import dev.shakeout.model.Activity;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Event;
import dev.shakeout.model.Injection;
import dev.shakeout.model.Provider;
import dev.shakeout.model.Target;
import dev.shakeout.model.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/** While a fault is on, targets that appear join it. */
final class Joining {
    /** After what could not be seen. */
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final Activity activity;
    private final Provider.FaultCall call;
    private final Newcomers newcomers;
    private final FaultRuns faults;
    private final Bus bus;
    private final Stop stop;
    private final ExecutorService threads;
    private final Thread looking;
    private final Semaphore due = new Semaphore(0);
    private final List<Injection> joined = Collections.synchronizedList(new ArrayList<>());
    private final List<Future<?>> injecting = Collections.synchronizedList(new ArrayList<>());

    /** Those for which there is no way yet. Only the thread that looks touches this, and whoever has waited for its end. */
    private final Map<Target, Newcomers.Outcome.LeftAlone> waiting = new LinkedHashMap<>();

    private final Set<String> told = new HashSet<>();
    private volatile String trouble = "";

    /** Begins at once. */
    Joining(
            Activity activity,
            Provider.FaultCall call,
            Newcomers newcomers,
            FaultRuns faults,
            Bus bus,
            Stop stop,
            ExecutorService threads) {
        this.activity = activity;
        this.call = call;
        this.newcomers = newcomers;
        this.faults = faults;
        this.bus = bus;
        this.stop = stop;
        this.threads = threads;
        this.looking = Threads.start("arrivals", this::look);
    }

    private void look() {
        try (var lookout = newcomers.lookout(call, this::told)) {
            lookUntilInterrupted();
            lookout.trouble().ifPresent(words -> trouble = words);
        } catch (BadValue e) {
            trouble = String.valueOf(e.getMessage());
        }
    }

    private void lookUntilInterrupted() {
        try {
            while (true) {
                due.acquire();
                due.drainPermits();
                try {
                    newcomers.look(activity, call, faults.admission(), this::outcome);
                    trouble = "";
                } catch (BadValue e) {
                    if (Thread.interrupted()) { // which has spoilt the look
                        return;
                    }
                    trouble = String.valueOf(e.getMessage());
                    Thread.sleep(AGAIN);
                    due.release();
                }
            }
        } catch (InterruptedException _) {
            // it is over
        }
    }

    private void told(String id) {
        if (newcomers.isNew(activity, id)) {
            due.release();
        }
    }

    private void outcome(Newcomers.Outcome outcome) {
        switch (outcome) {
            case Newcomers.Outcome.Joins joins -> {
                Injection injection = joins.injection();
                waiting.remove(injection.target());
                faults.join(injection, joins.effect());
                bus.emit(new Event.TargetAppeared(bus.now(), injection.target(), Optional.empty(), joins.radius()));
                joined.add(injection);
                injecting.add(threads.submit(() -> inject(injection)));
            }
            case Newcomers.Outcome.LeftAlone left
            when left.limit() -> {
                boolean spoilt = Thread.currentThread().isInterrupted();
                if (!spoilt && told.add(left.target().key() + left.why())) {
                    tell(left);
                }
            }
            case Newcomers.Outcome.LeftAlone left -> waiting.put(left.target(), left);
        }
    }

    private void tell(Newcomers.Outcome.LeftAlone left) {
        bus.emit(new Event.TargetAppeared(bus.now(), left.target(), Optional.of(left.why()), left.radius()));
    }

    /** One that is gone by now is no failure of the run: whatever appears may go again. */
    private Void inject(Injection injection) throws InterruptedException {
        try {
            faults.inject(injection);
        } catch (IOException | Injector.StepFailed e) {
            faults.takeBack(List.of(injection));
            if (isThere(injection.target())) {
                stop.ask(Verdict.FAILED, "'" + activity.name() + "' failed: " + e.getMessage());
            }
        }
        return null;
    }

    private boolean isThere(Target target) {
        try {
            return newcomers.isThere(call, target);
        } catch (BadValue _) {
            return true; // as far as is known
        }
    }

    /** Waits for nothing: the run is being taken back as a whole. */
    void cancel() {
        looking.interrupt();
        injecting.forEach(future -> future.cancel(true));
    }

    /** From here on none joins; returns when all that have are measured. */
    void finish() throws InterruptedException {
        looking.interrupt();
        try {
            looking.join();
            for (Future<?> future : List.copyOf(injecting)) {
                future.get();
            }
        } catch (InterruptedException e) {
            cancel();
            throw e;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
        waiting.values().forEach(this::tell);
        if (!trouble.isEmpty()) {
            bus.emit(new Event.Concluded(
                    bus.now(),
                    Verdict.INCONCLUSIVE,
                    "'" + activity.name() + "': whether targets appeared could not be seen: " + trouble));
        }
    }

    List<Injection> joined() {
        return List.copyOf(joined);
    }
}
