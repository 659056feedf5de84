package dev.shakeout.dialects.litmus;

import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Form;
import dev.shakeout.dialects.foreign.GoDuration;
import dev.shakeout.dialects.foreign.Origin;
import dev.shakeout.dialects.foreign.TcRate;
import dev.shakeout.model.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

/**
 * A fault on the packets that leave a pod.
 *
 * @param ours the fault that it becomes
 * @param origin is told where they are written from
 * @param effect puts the arguments that only it has
 */
record PodNetwork(
        String name,
        String ours,
        List<Field> own,
        Map<String, String> values,
        BiConsumer<Tunables, Draft> effect,
        UnaryOperator<Origin> origin)
        implements HubFault {
    private static final Field LATENCY = Field.kept("NETWORK_LATENCY", "latency, in milliseconds");
    private static final Field JITTER = Field.kept("JITTER", "jitter, in milliseconds");
    private static final Field RATE = Field.kept("NETWORK_BANDWIDTH", "bandwidth");
    private static final List<Field> QUEUE = List.of(
            Field.approximated("BURST", "nothing: how large a burst may be is Shakeout's choice"),
            Field.approximated("LIMIT", "nothing: how many bytes wait is Shakeout's choice"),
            Field.approximated("MIN_BURST", "nothing: bursts have no rate of their own here"),
            Field.approximated("PEAK_RATE", "nothing: bursts have no rate of their own here"));

    static List<HubFault> all() {
        return List.of(
                new PodNetwork(
                        "pod-network-latency",
                        "network/delay",
                        List.of(LATENCY, JITTER),
                        Map.of(LATENCY.path(), "2000", JITTER.path(), "0"),
                        PodNetwork::latency,
                        origin -> origin.put("latency", LATENCY, Form.MILLIS)
                                .put("jitter", JITTER, Form.MILLIS, Json.of("0"))
                                .only("distribution", Json.of("uniform"), "times vary evenly there; leave it out")),
                share("pod-network-loss", "loss", "NETWORK_PACKET_LOSS_PERCENTAGE"),
                share("pod-network-corruption", "corrupt", "NETWORK_PACKET_CORRUPTION_PERCENTAGE"),
                share("pod-network-duplication", "duplicate", "NETWORK_PACKET_DUPLICATION_PERCENTAGE"),
                new PodNetwork(
                        "pod-network-rate-limit",
                        "network/bandwidth",
                        rate(),
                        Map.of(RATE.path(), "1mbit"),
                        PodNetwork::limit,
                        origin -> origin.put("bandwidth", RATE, Form.always(TcRate::theirs))));
    }

    private static List<Field> rate() {
        var fields = new ArrayList<>(List.of(RATE));
        fields.addAll(QUEUE);
        return fields;
    }

    private static PodNetwork share(String name, String word, String tunable) {
        Field share = Field.kept(tunable, word);
        return new PodNetwork(
                name,
                "network/" + word,
                List.of(share),
                Map.of(tunable, "100"),
                (tunables, arguments) -> Share.put(arguments, word, tunables, share),
                origin -> origin.put(word, share, Form.WHOLE_PERCENT_TEXT));
    }

    private static void latency(Tunables tunables, Draft arguments) {
        tunables.require(LATENCY, LitmusTime.MILLIS)
                .ifPresent(time -> arguments.put("latency", tunables.positionOf(LATENCY), GoDuration.ours(time)));
        tunables.take(JITTER, LitmusTime.MILLIS)
                .filter(time -> !time.isZero())
                .ifPresent(time -> arguments.put("jitter", tunables.positionOf(JITTER), GoDuration.ours(time)));
    }

    private static void limit(Tunables tunables, Draft arguments) {
        QUEUE.forEach(tunables::record);
        tunables.require(RATE, TcRate.TYPE)
                .ifPresent(rate -> arguments.put("bandwidth", tunables.positionOf(RATE), Json.of(rate)));
    }

    @Override
    public String introduction() {
        return "`" + ours + "` on what leaves the pods.";
    }

    @Override
    public List<Field> tunables() {
        var fields = new ArrayList<>(own);
        fields.addAll(Destinations.tunables());
        fields.add(Interface.NAME);
        fields.addAll(Pods.tunables());
        return fields;
    }

    @Override
    public Map<String, String> defaults() {
        var all = new HashMap<>(values);
        all.putAll(Map.of("TOTAL_CHAOS_DURATION", "60", "NETWORK_INTERFACE", "eth0", "SEQUENCE", "parallel"));
        return all;
    }

    @Override
    public List<Origin> origins() {
        return List.of(Destinations.write(origin.apply(Origin.of(ours))
                .only("direction", Json.of("out"), "packets are met where they leave there")));
    }

    @Override
    public List<Hit> read(Tunables tunables, Application application) {
        var pods = Pods.read(tunables, application);
        var destinations = Destinations.read(tunables);
        Draft common = Draft.at(tunables.sheet().position());
        effect.accept(tunables, common);
        Interface.put(common, tunables, pods);
        return pods.wholly(kind -> {
            Draft arguments = Draft.at(tunables.sheet().position()).all(common.tree());
            arguments.put("direction", "out");
            destinations.put(arguments, "peers", kind);
            return Hit.Call.of(ours, arguments);
        });
    }
}
