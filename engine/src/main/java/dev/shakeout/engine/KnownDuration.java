package dev.shakeout.engine;

import dev.shakeout.model.Activity;
import dev.shakeout.model.Experiment;
import dev.shakeout.model.Injection;
import dev.shakeout.model.Provider;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/** How long a method takes at least: its pauses, and the times of its faults. What probes and calls take nobody knows. */
final class KnownDuration {
    private KnownDuration() {}

    /**
     * @param momentary whether an injection is over at once, so that nothing waits for its duration
     */
    static Duration of(Experiment experiment, List<Injection> injections, Predicate<Injection> momentary) {
        Duration now = Duration.ZERO;
        Duration end = Duration.ZERO;
        for (Activity activity : experiment.method()) {
            now = now.plus(activity.pauses().before());
            if (activity.provider() instanceof Provider.FaultCall call) {
                boolean stays = injections.stream()
                                .anyMatch(injection ->
                                        injection.activity().equals(activity.name()) && !momentary.test(injection))
                        || call.selector().includesNew();
                Duration on = stays ? call.duration().orElse(Duration.ZERO) : Duration.ZERO;
                Duration off = now.plus(on);
                end = off.compareTo(end) > 0 ? off : end;
                now = activity.background() ? now : off;
            }
            now = now.plus(activity.pauses().after());
        }
        return now.compareTo(end) > 0 ? now : end;
    }
}
