package dev.shakeout.dialects.litmus;

import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.GoDuration;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.dialects.foreign.Spans;
import dev.shakeout.dialects.foreign.Tries;
import dev.shakeout.model.Json;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A probe of ours as Litmus has it; what it asks is in {@link OwnInputs}. */
final class OwnProbe {
    private static final Field TYPE = Field.kept(
                    "provider.type",
                    "httpProbe for http, cmdProbe for process, k8sProbe for resource, promProbe for http on"
                            + " the query interface of Prometheus")
            .or(new Fidelity.NotSupported("Litmus has no probe like it; ask by http or by a command, or leave it out"));
    private static final Field TOLERANCE = Field.kept("tolerance", "criteria and value, by the probe's type")
            .or(
                    new Fidelity.NotSupported(
                            "it cannot be said there: httpProbe compares the status (a number, or some in a list), cmdProbe what is"
                                    + " written (the types regex and range with the target stdout), k8sProbe whether objects are there"))
            .or(new Fidelity.NotSupported("it is not given, and a probe there must say what is well"));
    private static final Field TIMEOUT = Field.kept("provider.timeout", "probeTimeout; 1m if not given");

    private OwnProbe() {}

    static List<Field> fields() {
        return List.of(TYPE, TOLERANCE, TIMEOUT);
    }

    /**
     * When and how often it is read.
     *
     * @param interval from one attempt to the next
     * @param pace from one reading to the next, where it is read again and again
     * @param stops whether a failure stops the fault
     */
    record Turn(String mode, Duration interval, Duration pace, long attempts, Duration delay, boolean stops) {
        static Turn of(String mode, Tries tries, boolean stops) {
            return new Turn(mode, tries.interval(), tries.interval(), tries.attempts(), Duration.ZERO, stops);
        }

        Turn after(Duration other) {
            return new Turn(mode, interval, pace, attempts, other, stops);
        }

        Turn at(Duration other) {
            return new Turn(mode, interval, other, attempts, delay, stops);
        }
    }

    /**
     * @param judged where its tolerance stands
     * @param limit how long a reading may take, where the probe does not say it
     */
    static Json write(String name, Sheet provider, Sheet judged, Turn turn, Optional<Duration> limit) {
        Optional<Tree> tolerance = judged.look(TOLERANCE);
        Optional<OwnInputs> inputs = OwnInputs.of(provider, tolerance);
        provider.record(TYPE, TYPE.ways().get(inputs.isPresent() ? 0 : 1));
        if (inputs.isEmpty()) {
            provider.leaveAlone();
        }
        Optional<Json> asked = tolerance.flatMap(limits -> inputs.flatMap(each -> each.with(limits)));
        judged.record(TOLERANCE, TOLERANCE.ways().get(asked.isPresent() || inputs.isEmpty() ? 0 : 1));
        if (tolerance.isEmpty()) {
            judged.note(TOLERANCE, TOLERANCE.ways().get(2));
        }
        provider.record(TIMEOUT);
        Duration timeout = provider.look(TIMEOUT)
                .filter(Tree.Scalar.class::isInstance)
                .map(given -> Spans.TYPE.parse(given.json()))
                .or(() -> limit)
                .orElse(Duration.ofMinutes(1));
        Map<String, Json> probe = new LinkedHashMap<>();
        String type = inputs.map(OwnInputs::type).orElse("httpProbe");
        probe.put("name", Json.of(name));
        probe.put("type", Json.of(type));
        probe.put("mode", Json.of(turn.mode()));
        asked.ifPresent(all -> probe.put(type + "/inputs", all));
        probe.put("runProperties", properties(turn, timeout));
        return new Json.Obj(probe);
    }

    private static Json properties(Turn turn, Duration timeout) {
        Json.Obj properties = Json.object(
                "probeTimeout",
                GoDuration.ours(timeout),
                "interval",
                GoDuration.ours(turn.interval()),
                "attempt",
                turn.attempts());
        if (turn.mode().equals("Continuous")) {
            properties = properties.with("probePollingInterval", GoDuration.ours(turn.pace()));
        }
        if (!turn.delay().isZero()) {
            properties = properties.with("initialDelay", GoDuration.ours(turn.delay()));
        }
        return turn.stops() ? properties.with("stopOnFailure", Json.of(true)) : properties;
    }
}
