package dev.shakeout.dialects.chaosmesh;

import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Form;
import dev.shakeout.dialects.foreign.GoDuration;
import dev.shakeout.dialects.foreign.Origin;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The parts of a NetworkChaos that Chaos Mesh hands to netem. All that are given are on together
 * (controllers/podnetworkchaos, mergeNetem).
 */
final class Netem {
    private static final Fidelity IDLE = NetworkChaos.IDLE;
    private static final Fidelity OVERTAKEN =
            new Fidelity.Approximated("nothing: with reorder all packets that are not let through wait equally long");
    private static final Field DELAY = whole("spec.delay");
    private static final Field LATENCY =
            Field.kept("spec.delay.latency", "latency of network/delay, or of network/reorder");
    private static final Field JITTER =
            Field.kept("spec.delay.jitter", "jitter").or(OVERTAKEN);
    private static final Field DELAY_CORRELATION =
            Field.kept("spec.delay.correlation", "correlation").or(OVERTAKEN);
    private static final Field REORDER = whole("spec.delay.reorder");
    private static final Field REORDERED = Field.kept("spec.delay.reorder.reorder", "reorder of network/reorder");
    private static final Field REORDER_CORRELATION = Field.kept("spec.delay.reorder.correlation", "correlation");
    private static final Field GAP = Field.kept("spec.delay.reorder.gap", "nothing: 0 and 1 mean any packet, as here")
            .or(new Fidelity.NotSupported(
                    "every how manieth packet is let through cannot be said; leave it out, or set 1"));
    private static final Field RATE = whole("spec.rate");
    private static final Field RATE_RATE = Field.kept("spec.rate.rate", "bandwidth of network/bandwidth");

    /** A part that is a share of the packets, and the fault of the same name. */
    private record Part(Field whole, Field share, Field correlation) {
        static Part of(String name) {
            return new Part(
                    Netem.whole("spec." + name),
                    Field.kept("spec." + name + "." + name, name + " of network/" + name),
                    Field.kept("spec." + name + ".correlation", "correlation"));
        }

        String name() {
            return whole.key();
        }
    }

    private static final List<Part> PARTS = List.of(Part.of("loss"), Part.of("duplicate"), Part.of("corrupt"));

    private Netem() {}

    private static Field whole(String path) {
        return new Field(path, List.of(IDLE));
    }

    static List<Field> fields() {
        var fields = new ArrayList<>(
                List.of(DELAY, LATENCY, JITTER, DELAY_CORRELATION, REORDERED, REORDER_CORRELATION, GAP));
        PARTS.forEach(part -> fields.addAll(List.of(part.whole(), part.share(), part.correlation())));
        fields.addAll(List.of(RATE, RATE_RATE));
        return fields;
    }

    /** The faults of ours that are these parts. */
    static List<Origin> origins() {
        var origins = new ArrayList<Origin>();
        origins.add(Origin.of("network/delay")
                .set(NetworkChaos.ACTION, Json.of("delay"))
                .put("latency", LATENCY, Form.SPAN)
                .put("jitter", JITTER, Form.SPAN)
                .put("correlation", DELAY_CORRELATION, Form.PERCENT)
                .only("distribution", Json.of("uniform"), "times vary evenly there; leave it out"));
        origins.add(Origin.of("network/reorder")
                .set(NetworkChaos.ACTION, Json.of("delay"))
                .put("latency", LATENCY, Form.SPAN, Json.of("20ms"))
                .put("reorder", REORDERED, Form.PERCENT)
                .set(GAP, Json.of(1))
                .put("correlation", REORDER_CORRELATION, Form.PERCENT));
        for (Part part : PARTS) {
            origins.add(Origin.of("network/" + part.name())
                    .set(NetworkChaos.ACTION, Json.of(part.name()))
                    .put(part.name(), part.share(), Form.PERCENT)
                    .put("correlation", part.correlation(), Form.PERCENT));
        }
        return origins;
    }

    /** None of them counts with this action. */
    static void idle(Sheet spec) {
        spec.record(DELAY);
        PARTS.forEach(part -> spec.record(part.whole()));
        spec.record(RATE);
    }

    /** @param action the part of its name must be there; netem means any */
    static List<NetworkChaos.Effects> read(Sheet spec, String action) {
        var effects = new ArrayList<NetworkChaos.Effects>();
        spec.open(DELAY).flatMap(Netem::delay).ifPresent(effects::add);
        PARTS.forEach(
                part -> spec.open(part.whole()).map(sheet -> share(sheet, part)).ifPresent(effects::add));
        spec.open(RATE).flatMap(sheet -> Bandwidths.rate(sheet, RATE_RATE)).ifPresent(effects::add);
        boolean named = action.isEmpty()
                || action.equals("netem")
                || spec.look(part(action)).isPresent();
        if (!named) {
            spec.problems()
                    .at(
                            spec.position(),
                            "'" + action + "' is missing in " + spec.what() + ", as the action is " + action);
        } else if (action.equals("netem")
                && spec.look(DELAY).isEmpty()
                && spec.look(RATE).isEmpty()
                && PARTS.stream().allMatch(part -> spec.look(part.whole()).isEmpty())) {
            spec.problems()
                    .at(
                            spec.position(),
                            "the action netem needs at least one of delay, loss, duplicate, corrupt and rate in "
                                    + spec.what());
        }
        return effects;
    }

    private static Field part(String action) {
        return switch (action) {
            case "delay" -> DELAY;
            case "rate" -> RATE;
            default ->
                PARTS.stream()
                        .filter(part -> part.name().equals(action))
                        .findFirst()
                        .orElseThrow()
                        .whole();
        };
    }

    private static Optional<NetworkChaos.Effects> delay(Sheet delay) {
        Optional<Duration> latency = delay.require(LATENCY, GoDuration.TYPE);
        Draft arguments = Draft.at(delay.position());
        latency.ifPresent(time -> arguments.put("latency", delay.positionOf(LATENCY), GoDuration.ours(time)));
        Optional<Sheet> reorder = delay.open(REORDER);
        if (reorder.isPresent()) {
            delay.take(JITTER, GoDuration.TYPE, _ -> OVERTAKEN);
            delay.take(DELAY_CORRELATION, Share.TYPE, _ -> OVERTAKEN);
            reorder.get().require(REORDERED, Share.TYPE);
            Share.put(arguments, "reorder", reorder.get(), REORDERED);
            Share.put(arguments, "correlation", reorder.get(), REORDER_CORRELATION);
            reorder.get()
                    .take(GAP, Type.integer(0, 1_000_000), gap -> GAP.ways().get(gap <= 1 ? 0 : 1));
            return Optional.of(new NetworkChaos.Effects("network/reorder", arguments.tree()));
        }
        delay.take(JITTER, GoDuration.TYPE)
                .filter(jitter -> !jitter.isZero())
                .ifPresent(jitter -> arguments.put("jitter", delay.positionOf(JITTER), GoDuration.ours(jitter)));
        Share.put(arguments, "correlation", delay, DELAY_CORRELATION);
        return Optional.of(new NetworkChaos.Effects("network/delay", arguments.tree()));
    }

    private static NetworkChaos.Effects share(Sheet sheet, Part part) {
        Draft arguments = Draft.at(sheet.position());
        Optional<BigDecimal> share = sheet.require(part.share(), Share.TYPE);
        share.ifPresent(value -> arguments.put(part.name(), sheet.positionOf(part.share()), Share.ours(value)));
        Share.put(arguments, "correlation", sheet, part.correlation());
        return new NetworkChaos.Effects("network/" + part.name(), arguments.tree());
    }
}
