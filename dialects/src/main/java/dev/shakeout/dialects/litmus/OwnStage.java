package dev.shakeout.dialects.litmus;

import dev.shakeout.dialects.foreign.Act;
import dev.shakeout.dialects.foreign.Spans;
import dev.shakeout.model.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One fault of ours, or the same several times at even distances, as an experiment of a ChaosEngine: the opposite of {@link Stage}. */
final class OwnStage {
    /** What is over at once is given this time, so that it is done once. */
    private static final Duration MOMENT = Duration.ofSeconds(1);

    private final HubFault fault;
    private final boolean momentary;
    private final Json.Obj application;
    private final Json.Obj env;
    private final List<Act> acts = new ArrayList<>();
    private final List<Json> probes = new ArrayList<>();
    private Duration interval = Duration.ZERO;
    private Duration total = Duration.ZERO;

    /** @param application what is said of the target in the spec of the engine */
    OwnStage(HubFault fault, boolean momentary, Json.Obj application, Json.Obj env, Act act) {
        this.fault = fault;
        this.momentary = momentary;
        this.application = application;
        this.env = env;
        acts.add(act);
    }

    /** Takes one that is the same again in an even rhythm. */
    boolean repeats(OwnStage next) {
        Duration pace = next.act().when().start().minus(acts.getLast().when().start());
        boolean same = momentary
                && next.fault.equals(fault)
                && next.application.equals(application)
                && next.env.equals(env)
                && pace.isPositive()
                && Spans.isWhole(pace)
                && (acts.size() == 1 || pace.equals(interval));
        if (same) {
            interval = pace;
            acts.add(next.act());
        }
        return same;
    }

    Act act() {
        return acts.getFirst();
    }

    Json.Obj application() {
        return application;
    }

    Duration start() {
        return act().when().start();
    }

    Duration end() {
        return start().plus(lasts());
    }

    /** The last one goes on so long, where nothing more is done by it then. */
    void until(Duration end) {
        Duration whole = end.minus(start());
        boolean fits = momentary && Spans.isWhole(whole) && whole.compareTo(lasts()) > 0;
        if (fits && (acts.size() == 1 || whole.compareTo(interval.multipliedBy(acts.size())) <= 0)) {
            interval = acts.size() == 1 ? whole : interval;
            total = whole;
        }
    }

    private Duration lasts() {
        return !total.isZero()
                ? total
                : momentary
                        ? interval.multipliedBy(acts.size() - 1L).plus(MOMENT)
                        : act().when().lasts();
    }

    /** Whether its time is one that Litmus can count. */
    boolean whole() {
        return Spans.isWhole(lasts());
    }

    void probe(Json probe) {
        probes.add(probe);
    }

    Json experiment() {
        Map<String, Json> all = new LinkedHashMap<>();
        all.put(Pods.DURATION.path(), Json.of(String.valueOf(lasts().toSeconds())));
        if (momentary) {
            Duration pace = interval.isZero() ? MOMENT : interval;
            all.put(PodDelete.INTERVAL.path(), Json.of(String.valueOf(pace.toSeconds())));
        }
        all.putAll(env.members());
        List<Json> variables = new ArrayList<>();
        all.forEach((name, value) -> variables.add(Json.object("name", name, "value", value.text())));
        Json.Obj spec = Json.object("components", Json.object("env", Json.of(variables)));
        return Json.object("name", fault.name(), "spec", probes.isEmpty() ? spec : spec.with("probe", Json.of(probes)));
    }
}
