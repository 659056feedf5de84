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
import dev.shakeout.dialects.foreign.Union;
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
    static final Field PODS = Field.approximated(
                    "POD_SELECTOR",
                    "except: Litmus lets these pods of the application's namespace through and cuts off all others, as its"
                            + " network policy names who is let in; here by the addresses that they have when the run is planned")
            .or(new Fidelity.Kept(
                    "except: what stands for these pods in the target map, by its addresses there if it has some"));
    static final Field NAMESPACES = Field.approximated(
                    "NAMESPACE_SELECTOR",
                    "except: all pods of the namespace, by the addresses that they have when the run is planned; Litmus lets them"
                            + " through, beside those of POD_SELECTOR")
            .or(new Fidelity.NotSupported(
                    "a namespace is named, not found by its labels; use kubernetes.io/metadata.name=NAME"));
    private static final Field PORTS = Field.notSupported(
            "PORTS", "Litmus keeps these ports open and closes all others, which cannot be said here; leave it out");
    static final String NAME_LABEL = "kubernetes.io/metadata.name";

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
                OwnExceptions.write(Destinations.write(
                        Origin.of("network/blackhole").put("direction", TYPES, TYPE, Json.of("all")))),
                OwnExceptions.write(Destinations.write(
                                Origin.of("network/block").put("direction", TYPES, TYPE, Json.of("ingress"))))
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
        tunables.record(PORTS);
        if (application.pods().isEmpty()) {
            tunables.problems()
                    .at(application.position(), "which pods are meant is not said; give appns and applabel in appinfo");
            return List.of();
        }
        var except = new ArrayList<Tree>();
        labels.map(text -> pods(tunables, PODS, application.namespace(), text.labels(), text.expressions()))
                .ifPresent(pods -> except.addAll(others(tunables, application, pods)));
        namespace
                .map(name -> pods(tunables, NAMESPACES, name, Map.of(), List.of()))
                .ifPresent(pods -> except.addAll(others(tunables, application, pods)));
        return packets(tunables, application, direction, destinations, except, lasts);
    }

    private static Optional<String> namespace(Tunables tunables) {
        Optional<LabelText> labels = tunables.look(NAMESPACES, LabelText.TYPE);
        Optional<String> name =
                labels.flatMap(text -> Optional.ofNullable(text.labels().get(NAME_LABEL)));
        tunables.record(NAMESPACES, NAMESPACES.ways().get(name.isPresent() || labels.isEmpty() ? 0 : 1));
        return name;
    }

    private static PodCriteria pods(
            Tunables tunables,
            Field field,
            String namespace,
            Map<String, String> labels,
            List<PodCriteria.Expression> expressions) {
        return new PodCriteria(
                tunables.positionOf(field),
                Optional.empty(),
                namespace.isEmpty() ? List.of() : List.of(namespace),
                Map.of(),
                labels,
                expressions,
                Map.of(),
                Map.of(),
                List.of(),
                LabelText.NONE,
                Optional.empty());
    }

    private static List<Tree> others(Tunables tunables, Application application, PodCriteria pods) {
        Others others = Others.of(pods, application.map());
        if (others.isEmpty()) {
            tunables.problems().at(pods.position(), "nothing in the target map stands for pods with " + pods.words());
        }
        var all = new ArrayList<Tree>();
        others.addresses().forEach(address -> all.add(Tree.at(pods.position(), Json.of(address))));
        all.addAll(others.targets());
        return all;
    }

    private static List<Hit> packets(
            Tunables tunables,
            Application application,
            String direction,
            Destinations destinations,
            List<Tree> except,
            Duration lasts) {
        boolean everybody = destinations.everybody();
        var hits = new ArrayList<Hit>();
        List<Tree.Obj> targets = Union.of(application.selections());
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
            if (!except.isEmpty()) {
                arguments.put("except", Draft.list(except.getFirst().position(), except));
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
