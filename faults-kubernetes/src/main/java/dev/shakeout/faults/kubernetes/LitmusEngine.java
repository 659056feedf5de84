package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.Prepared;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Json;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Reading;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Has LitmusChaos run the experiments of one of its own engines, and stops it. */
public final class LitmusEngine implements ByApi {
    static final Parameter<Json.Obj> MANIFEST =
            Parameter.required("manifest", Litmus.MANIFEST, "The ChaosEngine, as kubectl takes it.");
    static final Parameter<Duration> WITHIN = Parameter.withDefault(
            "within",
            PeerEffect.time(Duration.ofSeconds(1), Duration.ofMinutes(30)),
            Duration.ofMinutes(3),
            "How long it may take until an experiment injects; its pods have to start first.");
    static final Parameter<Duration> UNDO_WITHIN = PeerUndo.limit("Litmus");

    private static final int MOST_NAMED = 20;

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                "litmus/engine",
                "Has LitmusChaos, where it is installed, run the experiments of one of its own engines.",
                MANIFEST,
                WITHIN,
                UNDO_WITHIN);
    }

    @Override
    public Set<String> targetKinds() {
        return Set.of(NamespaceFinder.KIND);
    }

    @Override
    public String effect() {
        return "whether an experiment of the engine injects, as its results and events tell";
    }

    @Override
    public ApiRung rung() {
        return new ApiRung(
                "the engine is stopped, looked at until its pods are gone, and deleted; its ChaosResult stays as a record",
                type -> {
                    var rights = new ArrayList<Right>(new Right("get", type).and(Right.toCreate(Litmus.ENGINE)));
                    rights.add(new Right("patch", Litmus.ENGINE));
                    rights.add(new Right("get", Litmus.EXPERIMENT));
                    rights.add(new Right("list", ResourceType.POD));
                    for (ResourceType seen : List.of(Litmus.ENGINE, Litmus.RESULT, ResourceType.EVENT)) {
                        rights.addAll(Sight.Part.rights(seen));
                    }
                    return rights;
                },
                LitmusEngine::make);
    }

    private static Prepared make(ApiRung.Site site) throws IOException, ApiRung.Unfit {
        String namespace = site.resource().name();
        Json.Obj manifest = site.arguments().get(MANIFEST);
        ManifestType.mustBeIn(manifest, namespace);
        Litmus.mustStayInside(manifest, namespace);
        Litmus.mustBeIn(site.cluster(), manifest, namespace);
        String name = ApiRung.Site.freshName("engine");
        Json.Obj object = Litmus.active(ManifestType.made(manifest, name));
        Creation.mustBeTaken(
                "make such a " + Litmus.ENGINE.kind(), site.cluster(), Litmus.ENGINE.path(namespace), object);
        var undo = new LitmusUndo(
                Litmus.ENGINE.path(namespace, name), site.arguments().get(UNDO_WITHIN));
        return new Prepared(
                List.of(Creation.step(
                        "have Litmus run the ChaosEngine " + name + " in " + namespace,
                        site.cluster(),
                        Litmus.ENGINE.path(namespace),
                        object,
                        undo)),
                new Injects(site, namespace, name),
                List.of(
                        chosen(site.cluster(), manifest, namespace),
                        "Litmus carries it out and takes it back: ChaosEngine " + name + " with "
                                + String.join(", ", Litmus.experiments(manifest)),
                        "its verdict is none of the run's: the provider litmus reads it; its ChaosResults stay as a record"));
    }

    /** What its experiments choose is known when they have. */
    private static String chosen(Cluster cluster, Json.Obj manifest, String namespace)
            throws IOException, ApiRung.Unfit {
        String labels = Resource.text(manifest, "spec", "appinfo", "applabel");
        if (labels.isEmpty()) {
            return "the experiments themselves decide what is hit, also nodes; no blast radius counts it";
        }
        var by = Arguments.NONE.with(Criteria.NAMESPACE, namespace).with(Criteria.SELECTOR, labels);
        List<Resource> pods = Criteria.matching(ResourceType.POD, by, cluster, List.of()).stream()
                .filter(PodFinder::lives)
                .toList();
        for (Resource pod : pods) {
            if (PodFinder.isOurs(pod)) {
                throw new ApiRung.Unfit("its label matches pod " + pod.namespace() + "/" + pod.name()
                        + ", in which Shakeout itself runs; select others");
            }
        }
        return pods.isEmpty()
                ? "no pod of " + namespace + " has the label " + labels + " now: nothing would be injected"
                : "the experiments themselves choose from " + pods.size() + (pods.size() == 1 ? " pod" : " pods")
                        + " of " + namespace + " with the label " + labels + " now: "
                        + pods.stream().limit(MOST_NAMED).map(Resource::name).collect(Collectors.joining(", "))
                        + (pods.size() > MOST_NAMED ? " and others" : "");
    }

    /** Value 1 when an experiment has injected, 0 when no engine is there, 2 in between. */
    private record Injects(ApiRung.Site site, String namespace, String name) implements PeerEffect {
        @Override
        public String what() {
            return "whether an experiment of the ChaosEngine " + name + " in " + namespace + " injects";
        }

        @Override
        public Reading read() throws IOException {
            var parts = List.of(
                    Sight.Part.named(Litmus.ENGINE, namespace, name),
                    new Sight.Part(Litmus.RESULT, namespace, Map.of()),
                    new Sight.Part(
                            ResourceType.EVENT,
                            namespace,
                            Map.of("fieldSelector", "involvedObject.name=" + name + ",reason=" + Litmus.INJECTS)));
            List<Resource> all = new Sight(site.cluster(), parts).await(seen -> value(seen) != BETWEEN, LOOK);
            return new Reading(value(all), "", words(all));
        }

        private double value(List<Resource> all) {
            boolean there = all.stream().anyMatch(each -> each.type() == Litmus.ENGINE);
            boolean on = all.stream().anyMatch(each -> each.type() == ResourceType.EVENT)
                    || results(all).stream()
                            .anyMatch(each -> Litmus.targets(each).findAny().isPresent());
            return !there ? NOTHING : on ? ON : BETWEEN;
        }

        private List<Resource> results(List<Resource> all) {
            return all.stream()
                    .filter(each -> each.type() == Litmus.RESULT
                            && each.text("spec", "engine").equals(name))
                    .toList();
        }

        private String words(List<Resource> all) {
            return all.stream()
                    .filter(each -> each.type() == Litmus.ENGINE)
                    .findFirst()
                    .map(engine -> new LitmusStatus(engine, results(all)).words())
                    .orElse("no engine is there");
        }

        @Override
        public Duration patience() {
            return site.arguments().get(WITHIN);
        }
    }
}
