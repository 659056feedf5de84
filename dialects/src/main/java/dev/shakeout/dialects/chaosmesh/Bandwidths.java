package dev.shakeout.dialects.chaosmesh;

import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Form;
import dev.shakeout.dialects.foreign.Origin;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.dialects.foreign.TcRate;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How much gets through in a second: {@code bandwidth} of a NetworkChaos, and {@code rate}. */
final class Bandwidths {
    private static final Field BANDWIDTH = new Field("spec.bandwidth", List.of(NetworkChaos.IDLE));
    private static final Field RATE = Field.kept("spec.bandwidth.rate", "bandwidth of network/bandwidth");
    private static final List<Field> QUEUE = List.of(
            Field.approximated("spec.bandwidth.limit", "nothing: how many bytes wait is Shakeout's choice"),
            Field.approximated("spec.bandwidth.buffer", "nothing: how large a burst may be is Shakeout's choice"));
    private static final List<Field> PEAK = List.of(
            Field.notSupported("spec.bandwidth.peakrate", "bursts have no rate of their own here; leave it out"),
            Field.notSupported("spec.bandwidth.minburst", "bursts have no size of their own here; leave it out"));

    private Bandwidths() {}

    static List<Field> fields() {
        var fields = new ArrayList<>(List.of(BANDWIDTH, RATE));
        fields.addAll(QUEUE);
        fields.addAll(PEAK);
        return fields;
    }

    /** How many bytes wait and how large a burst may be is not said by ours; these are the values of Chaos Mesh's own pages. */
    static Origin origin() {
        return Origin.of("network/bandwidth")
                .set(NetworkChaos.ACTION, Json.of("bandwidth"))
                .put("bandwidth", RATE, Form.always(TcRate::theirs))
                .set(QUEUE.get(0), Json.of(20_971_520))
                .set(QUEUE.get(1), Json.of(10_000));
    }

    static void idle(Sheet spec) {
        spec.record(BANDWIDTH);
    }

    static List<NetworkChaos.Effects> read(Sheet spec) {
        if (!spec.demand(BANDWIDTH, ", as the action is bandwidth")) {
            return List.of();
        }
        return spec
                .open(BANDWIDTH)
                .flatMap(sheet -> {
                    QUEUE.forEach(field -> {
                        if (sheet.demand(field, "")) {
                            sheet.take(field, Type.integer(1, Integer.MAX_VALUE));
                        }
                    });
                    PEAK.forEach(sheet::record);
                    return rate(sheet, RATE);
                })
                .stream()
                .toList();
    }

    static Optional<NetworkChaos.Effects> rate(Sheet sheet, Field field) {
        return sheet.require(field, TcRate.TYPE)
                .map(rate -> new NetworkChaos.Effects(
                        "network/bandwidth",
                        Draft.at(sheet.position())
                                .put("bandwidth", sheet.positionOf(field), Json.of(rate))
                                .tree()));
    }
}
