package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Matching;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Json;
import dev.shakeout.model.Output;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Regex;
import dev.shakeout.model.Type;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Counts lines of pods' logs that match. */
public final class PodLogsProbe implements ApiProbe.Asking {
    static final Parameter<Pattern> PATTERN =
            Parameter.required("pattern", new Regex(), "Regular expression; lines in which it is found are counted.");
    static final Parameter<String> CONTAINER =
            Parameter.optional("container", Type.text(), "Container whose log is read; all of a pod's if not given.");
    static final Parameter<Duration> LAST = Parameter.withDefault(
            "last",
            Type.duration(Duration.ofMillis(1), Duration.ofDays(1)),
            Duration.ofMinutes(1),
            "How far back logs are read, in whole seconds.");

    /** Of each container, the newest. */
    private static final int MOST_LINES = 10_000;

    private static final int MOST_BYTES = 16 << 20;

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                        "pod-logs",
                        "Counts lines of the logs of a Kubernetes cluster's pods.",
                        Criteria.namespacedAnd(PodFinder.NODE, PodFinder.OWNER, PATTERN, CONTAINER, LAST))
                .reads(
                        new Output("pods", Output.Kind.WHOLE, "how many pods match"),
                        new Output("lines", Output.Kind.WHOLE, "how many lines were read"),
                        new Output("matches", Output.Kind.WHOLE, "in how many of them the expression is found"),
                        new Output("all", Output.Kind.ANY, "pod, container and matches of each log"));
    }

    @Override
    public List<Right> rights(Arguments by) {
        return List.of(new Right("list", ResourceType.POD), new Right("get", ResourceType.POD, "log"));
    }

    @Override
    public Json ask(Arguments by, Cluster cluster, Machine machine) throws IOException {
        List<Resource> pods = PodsProbe.matching(by, cluster);
        var matching = new Matching(by.get(PATTERN));
        var logs = new ArrayList<Json>();
        long lines = 0;
        long matches = 0;
        for (Resource pod : pods) {
            for (String container : started(pod, by)) {
                List<String> said = log(pod, container, by.get(LAST), cluster);
                long found = said.stream().filter(matching::finds).count();
                lines += said.size();
                matches += found;
                logs.add(Json.object("pod", pod.name(), "container", container, "matches", found));
            }
        }
        return Json.object("pods", pods.size(), "lines", lines, "matches", matches, "all", Json.of(logs));
    }

    /** Containers that have a log; one that is asked for and is not the pod's is refused by the API server. */
    private static List<String> started(Resource pod, Arguments by) {
        if (pod.text("status", "phase").equals("Pending")) {
            return List.of();
        }
        return by.find(CONTAINER)
                .map(List::of)
                .orElseGet(() -> pod.list("spec", "containers").stream()
                        .map(each -> Resource.text(each, "name"))
                        .toList());
    }

    private static List<String> log(Resource pod, String container, Duration last, Cluster cluster) throws IOException {
        String path = pod.path() + "/log?sinceSeconds=" + (last.toMillis() + 999) / 1000 + "&tailLines=" + MOST_LINES
                + "&limitBytes=" + MOST_BYTES + Cluster.encoded(Map.of("container", container));
        var answer = cluster.ask(path);
        if (!answer.ok()) {
            throw new IOException(cluster.refusal("read the log of pod " + pod.namespace() + "/" + pod.name(), answer));
        }
        return answer.text().lines().toList();
    }
}
