package dev.shakeout.engine;

import dev.shakeout.model.Activity;
import dev.shakeout.model.Experiment;
import dev.shakeout.model.Injection;
import dev.shakeout.model.Provider;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.function.Predicate;

/**
 * How long a method takes: its pauses, and the times of its faults, as if no condition left one out. What probes and calls
 * take nobody knows.
 */
final class KnownDuration {
    private KnownDuration() {}

    /**
     * @param momentary whether an injection is over at once, so that nothing waits for its duration
     */
    static Duration of(Experiment experiment, List<Injection> injections, Predicate<Injection> momentary) {
        Duration now = Duration.ZERO;
        Duration end = Duration.ZERO;
        var ends = new HashMap<String, Duration>();
        for (Activity activity : experiment.method()) {
            Duration begin = now;
            for (String awaited : activity.cue().awaited()) {
                begin = later(begin, ends.getOrDefault(awaited, Duration.ZERO));
            }
            Duration over = begin.plus(activity.pauses().before())
                    .plus(on(activity, injections, momentary))
                    .plus(activity.pauses().after());
            ends.merge(activity.name(), over, KnownDuration::later);
            now = activity.background() ? now : over;
            end = later(end, over);
        }
        return end;
    }

    private static Duration on(Activity activity, List<Injection> injections, Predicate<Injection> momentary) {
        if (!(activity.provider() instanceof Provider.FaultCall call)) {
            return Duration.ZERO;
        }
        boolean stays = call.selector().includesNew()
                || injections.stream()
                        .anyMatch(injection ->
                                injection.activity().equals(activity.name()) && !momentary.test(injection));
        return stays ? call.duration().orElse(Duration.ZERO) : Duration.ZERO;
    }

    private static Duration later(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
