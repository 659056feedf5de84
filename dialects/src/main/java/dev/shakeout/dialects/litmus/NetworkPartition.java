package dev.shakeout.dialects.litmus;

import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Form;
import dev.shakeout.dialects.foreign.LabelText;
import dev.shakeout.dialects.foreign.Origin;
import dev.shakeout.dialects.foreign.Others;
import dev.shakeout.dialects.foreign.PodCriteria;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All pods of an application are cut off. */
final class NetworkPartition implements HubFault {
    private static final Field TYPES =
            Field.kept("POLICY_TYPES", "direction: ingress is in, egress is out, all is both");
    private static final Field PODS = Field.approximated(
                    "POD_SELECTOR",
                    "peers: these pods, by the addresses that they have when the run is planned; pods that take their place are"
                            + " not met, where the network policy of Litmus counts them too")
            .or(new Fidelity.Kept(
                    "peers: what stands for these pods in the target map, by its addresses there if it has some"));
    private static final Field NAMESPACES = Field.notSupported(
                    "NAMESPACE_SELECTOR",
                    "a namespace is named, not found by its labels; use kubernetes.io/metadata.name=NAME")
            .or(new Fidelity.Kept("namespace of the peers"));
    private static final Field PORTS = Field.kept("PORTS", "peer-ports: of the other end, for what the pods call")
            .or(new Fidelity.NotSupported(
                    "ports are those of the other end; leave it out, or set POLICY_TYPES to egress"));
    private static final String NAME_LABEL = "kubernetes.io/metadata.name";

    @Override
    public String name() {
        return "pod-network-partition";
    }

    @Override
    public String introduction() {
        return "`network/blackhole`, or with destinations `network/block`, on all pods of the application. Litmus makes a"
                + " network policy, which `workload/partition` does too.";
    }

    @Override
    public List<Field> tunables() {
        var fields = new ArrayList<>(List.of(TYPES, PODS, NAMESPACES, PORTS));
        fields.addAll(Destinations.tunables());
        fields.add(Pods.DURATION);
        return fields;
    }

    @Override
    public Map<String, String> defaults() {
        return Map.of("TOTAL_CHAOS_DURATION", "60", "POLICY_TYPES", "all");
    }

    @Override
    public List<Origin> origins() {
        return List.of(
                Destinations.write(Origin.of("network/blackhole").put("direction", TYPES, TYPE, Json.of("all"))),
                Destinations.write(Origin.of("network/block").put("direction", TYPES, TYPE, Json.of("ingress")))
                        .must("how", Json.of("drop"), "packets are dropped there, not refused; set it to drop"));
    }

    private static final Form TYPE = Form.always(direction -> Json.of(
            switch (direction.text()) {
                case "in" -> "ingress";
                case "out" -> "egress";
                default -> "all";
            }));

    @Override
    public List<Hit> read(Tunables tunables, Application application) {
        Duration lasts = tunables.require(Pods.DURATION, LitmusTime.SECONDS).orElse(Duration.ofMinutes(1));
        String direction = tunables.take(TYPES, Type.choice("ingress", "egress", "all"))
                .map(word -> word.equals("ingress") ? "in" : word.equals("egress") ? "out" : "both")
                .orElse("both");
        var destinations = Destinations.read(tunables);
        Optional<LabelText> labels = tunables.look(PODS, LabelText.TYPE);
        tunables.record(PODS, PODS.ways().get(application.mapped() ? 1 : 0));
        Optional<String> namespace = namespace(tunables);
        List<String> ports = tunables.look(PORTS, Commas.TYPE).orElse(List.of());
        boolean plain = ports.stream().allMatch(port -> port.matches("\\d{1,5}"));
        tunables.record(PORTS, PORTS.ways().get(plain && direction.equals("out") ? 0 : 1));
        if (application.pods().isEmpty()) {
            tunables.problems()
                    .at(application.position(), "which pods are meant is not said; give appns and applabel in appinfo");
            return List.of();
        }
        if (labels.isPresent() || namespace.isPresent()) {
            PodCriteria pods = peers(tunables, application, labels, namespace);
            Others others = Others.of(pods, application.map());
            if (others.isEmpty()) {
                tunables.problems()
                        .at(pods.position(), "nothing in the target map stands for pods with " + pods.words());
            }
            destinations = destinations.and(others);
        }
        return packets(tunables, application, direction, destinations, ports, lasts);
    }

    private static Optional<String> namespace(Tunables tunables) {
        Optional<LabelText> labels = tunables.look(NAMESPACES, LabelText.TYPE);
        Optional<String> name =
                labels.flatMap(text -> Optional.ofNullable(text.labels().get(NAME_LABEL)));
        tunables.record(NAMESPACES, NAMESPACES.ways().get(name.isPresent() || labels.isEmpty() ? 1 : 0));
        return name;
    }

    /** Those of the application's own namespace where none is named, as a network policy means it. */
    private static PodCriteria peers(
            Tunables tunables, Application application, Optional<LabelText> labels, Optional<String> namespace) {
        String in = namespace.orElse(application.namespace());
        return new PodCriteria(
                tunables.positionOf(labels.isPresent() ? PODS : NAMESPACES),
                Optional.empty(),
                in.isEmpty() ? List.of() : List.of(in),
                Map.of(),
                labels.map(LabelText::labels).orElse(Map.of()),
                labels.map(LabelText::expressions).orElse(List.of()),
                Map.of(),
                Map.of(),
                List.of(),
                Optional.empty());
    }

    private static List<Hit> packets(
            Tunables tunables,
            Application application,
            String direction,
            Destinations destinations,
            List<String> ports,
            Duration lasts) {
        boolean everybody = destinations.everybody();
        var hits = new ArrayList<Hit>();
        List<Tree.Obj> targets = application.selections();
        if (targets.isEmpty()) {
            tunables.problems()
                    .at(
                            application.position(),
                            "nothing in the target map stands for pods with " + application.words());
        }
        for (Tree.Obj target : targets) {
            Draft arguments = Draft.at(tunables.positionOf(TYPES)).put("direction", direction);
            if (!everybody) {
                arguments.put("how", "drop");
            }
            destinations.put(arguments, "peers", Pods.kind(target));
            if (!ports.isEmpty()) {
                arguments.put(
                        "peer-ports",
                        tunables.positionOf(PORTS),
                        Json.of(ports.stream().map(Json::of).toList()));
            }
            hits.add(new Hit(
                    Hit.Call.of(everybody ? "network/blackhole" : "network/block", arguments),
                    Draft.at(target.position()).all(target).put("mode", "all").tree(),
                    Duration.ZERO,
                    Optional.of(lasts)));
        }
        return hits;
    }
}
