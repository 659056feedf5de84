package dev.shakeout.engine;

import dev.shakeout.model.Activity;
import dev.shakeout.model.ActivityRun;
import dev.shakeout.model.Injection;
import dev.shakeout.model.Json;
import dev.shakeout.model.Provider;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;

/** Keeps a fault on for its time, then takes it back. Without a duration it stays until the method ends. */
final class Hold implements ActivityRuns.Rest {
    private final Activity activity;
    private final Provider.FaultCall call;
    private final Instant start;
    private final List<Injection> injections;
    private final Optional<Newcomers> newcomers;
    private final FaultRuns faults;
    private final Bus bus;
    private final Stop stop;
    private final ExecutorService threads;

    Hold(
            Activity activity,
            Provider.FaultCall call,
            Instant start,
            List<Injection> injections,
            Optional<Newcomers> newcomers,
            FaultRuns faults,
            Bus bus,
            Stop stop,
            ExecutorService threads) {
        this.activity = activity;
        this.call = call;
        this.start = start;
        this.injections = new ArrayList<>(injections);
        this.newcomers = newcomers.filter(_ -> call.selector().includesNew());
        this.faults = faults;
        this.bus = bus;
        this.stop = stop;
        this.threads = threads;
    }

    @Override
    public ActivityRun finish() throws InterruptedException {
        List<Injection> momentary = injections.stream()
                .filter(injection -> faults.effect(injection).momentary())
                .toList();
        faults.takeBack(momentary);
        boolean waits = momentary.size() < injections.size() || call.selector().includesNew();
        if (call.duration().isPresent() && waits) {
            boolean whole = hold(call.duration().get());
            faults.takeBack(injections);
            if (!whole) {
                throw new InterruptedException();
            }
        }
        Json.Obj output = Json.object(
                "injections",
                new Json.Arr(injections.stream().map(i -> Json.of(i.id())).toList()));
        return new ActivityRun(
                activity,
                start,
                Duration.between(start, bus.now()),
                Optional.of(ActivityRun.Status.SUCCEEDED),
                output,
                Optional.empty(),
                Optional.empty());
    }

    /** @return false when a stop was asked for */
    private boolean hold(Duration duration) throws InterruptedException {
        if (newcomers.isEmpty()) {
            return stop.sleep(duration);
        }
        var joining = new Joining(activity, call, newcomers.get(), faults, bus, stop, threads);
        boolean whole = false;
        try {
            whole = stop.sleep(duration);
            if (whole) {
                joining.finish();
            }
            return whole;
        } finally {
            if (!whole) {
                joining.cancel();
            }
            injections.addAll(joining.joined());
        }
    }
}
