package dev.shakeout.engine;

import dev.shakeout.model.Activity;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Event;
import dev.shakeout.model.Injection;
import dev.shakeout.model.Provider;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is hit in place of targets that an earlier fault of the same run has ended: who deletes a pod three times means one that
 * is there each time. What is gone for another reason has no successor.
 */
final class Successors {
    /** What a controller makes anew takes it a while. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration AGAIN = Duration.ofMillis(200);

    private final Optional<Newcomers> newcomers;
    private final FaultRuns faults;
    private final Bus bus;
    private final Set<String> ended = ConcurrentHashMap.newKeySet();

    Successors(Optional<Newcomers> newcomers, FaultRuns faults, Bus bus) {
        this.newcomers = newcomers;
        this.faults = faults;
        this.bus = bus;
    }

    /** Those that were over at once may have been the end of what they hit. */
    void hit(List<Injection> injections) {
        injections.stream()
                .filter(injection -> faults.effect(injection).momentary())
                .forEach(injection -> ended.add(injection.target().id()));
    }

    /** What an activity injects now: as it was planned, if nothing else is there. */
    List<Injection> of(Activity activity, Provider.FaultCall call, List<Injection> planned)
            throws InterruptedException {
        var now = new ArrayList<Injection>();
        for (Injection injection : planned) {
            now.add(
                    newcomers.isPresent() && ended.contains(injection.target().id())
                            ? successor(activity, call, injection, newcomers.get())
                            : injection);
        }
        return now;
    }

    private Injection successor(Activity activity, Provider.FaultCall call, Injection planned, Newcomers among)
            throws InterruptedException {
        Instant deadline = bus.now().plus(PATIENCE);
        try {
            while (!isAsPlanned(call, planned, among) && bus.now().isBefore(deadline)) {
                var found = among.successor(activity, call, planned, faults.admission());
                if (found.isPresent()) {
                    return joined(found.get(), planned);
                }
                Thread.sleep(AGAIN);
            }
        } catch (BadValue | IOException _) {
            // what was planned will say why it cannot be
        }
        return planned;
    }

    private boolean isAsPlanned(Provider.FaultCall call, Injection planned, Newcomers among)
            throws IOException, InterruptedException {
        return among.isThere(call, planned.target()) && faults.effect(planned).stands();
    }

    private Injection joined(Newcomers.Outcome.Joins joins, Injection planned) {
        Injection injection = joins.injection();
        faults.join(injection, joins.effect());
        if (!injection.target().id().equals(planned.target().id())) {
            bus.emit(new Event.TargetAppeared(bus.now(), injection.target(), Optional.empty(), joins.radius()));
        }
        return injection;
    }
}
