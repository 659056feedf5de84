package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.TargetFinder.Replicas;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Target;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The ready pods of the workloads that some pods belong to, by the ids of these; all of a namespace are listed once. */
final class PodServices {
    private PodServices() {}

    static Map<String, Replicas> of(List<Target> targets, Machine machine, PodFinder finder) {
        var services = new HashMap<String, Replicas>();
        targets.stream()
                .collect(Collectors.groupingBy(PodServices::place, LinkedHashMap::new, Collectors.toList()))
                .values()
                .forEach(ofOnePlace -> services.putAll(ofOnePlace(ofOnePlace, machine, finder)));
        return services;
    }

    private static List<String> place(Target target) {
        return List.of(target.detail("context"), target.detail("namespace"));
    }

    private static Map<String, Replicas> ofOnePlace(List<Target> targets, Machine machine, PodFinder finder) {
        Cluster cluster = ResourceFinder.cluster(targets.getFirst(), machine);
        String namespace = targets.getFirst().detail("namespace");
        List<PodSights.Seen> pods = seen(namespace, cluster);
        var ids = targets.stream().map(Target::id).collect(Collectors.toSet());
        var hit = new HashMap<String, Resource.Owner>();
        pods.stream()
                .filter(pod -> ids.contains(pod.uid()))
                .forEach(pod -> pod.workload().ifPresent(workload -> hit.put(pod.uid(), workload)));
        var healthy = new HashMap<Resource.Owner, List<Target>>();
        hit.values().forEach(workload -> healthy.put(workload, new ArrayList<>()));
        for (PodSights.Seen pod : pods) {
            if (pod.ready()) {
                pod.workload()
                        .flatMap(workload -> Optional.ofNullable(healthy.get(workload)))
                        .ifPresent(replicas -> replicas.add(
                                finder.target(ResourceType.POD, pod.uid(), namespace, pod.name(), cluster)));
            }
        }
        var replicas = new HashMap<Resource.Owner, Replicas>();
        healthy.forEach(
                (workload, ready) -> replicas.put(workload, new Replicas(namespace + "/" + workload.name(), ready)));
        var services = new HashMap<String, Replicas>();
        hit.forEach((pod, workload) -> services.put(pod, replicas.get(workload)));
        return services;
    }

    private static List<PodSights.Seen> seen(String namespace, Cluster cluster) {
        return cluster.pods().fresh(namespace).orElseGet(() -> {
            try {
                return PodFinder.living(namespace, cluster);
            } catch (IOException e) {
                throw new BadValue(String.valueOf(e.getMessage()));
            }
        });
    }
}
