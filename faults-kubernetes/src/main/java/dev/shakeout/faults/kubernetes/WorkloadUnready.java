package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.Prepared;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** Rolls out a readiness probe that fails, so that new pods run and get no requests. */
public final class WorkloadUnready implements ByApi {
    /** With all that the API server would add, as it is compared when it is set back. A program that is not there fails as well. */
    private static final Json PROBE = Json.object(
            "exec",
            Json.object("command", Json.of(List.of(Json.of("false")))),
            "timeoutSeconds",
            1,
            "periodSeconds",
            1,
            "successThreshold",
            1,
            "failureThreshold",
            1);

    /** Of a pod with such a probe. */
    private static final String MARK = "\"readinessProbe\":{\"exec\":{\"command\":[\"false\"]}";

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                "workload/unready", "Rolls out a readiness probe that always fails.", PodTemplate.CONTAINER);
    }

    @Override
    public Set<String> targetKinds() {
        return Set.of(WorkloadFinder.KIND);
    }

    @Override
    public String effect() {
        return "whether a pod of the workload runs and is not ready";
    }

    @Override
    public ApiRung rung() {
        return new ApiRung(
                "the readiness probes are set back, unless somebody else has changed them meanwhile",
                PodTemplate::rightsToBreak,
                WorkloadUnready::fail);
    }

    private static Prepared fail(ApiRung.Site site) throws ApiRung.Unfit {
        var template = new PodTemplate(site.resource());
        var containers = template.containers(site.arguments().find(PodTemplate.CONTAINER));
        for (PodTemplate.Container each : containers) {
            if (fails(each.json())) {
                throw new ApiRung.Unfit(
                        "container " + each.name() + " of " + site.target() + " has such a readiness probe already");
            }
        }
        var fields = containers.stream()
                .map(each -> template.set(each, PROBE, "readinessProbe"))
                .toList();
        return new Prepared(
                List.of(template.breakWith(
                        "give " + site.target() + " a readiness probe that fails", site.cluster(), fields, MARK)),
                site.state(
                        "whether pods of " + site.target() + " are not ready",
                        _ -> unready(site, template) > 0,
                        _ -> "has " + unready(site, template) + " pods whose readiness probe fails"),
                List.of(PodTemplate.ROLLOUT));
    }

    private static boolean fails(Json container) {
        return Resource.at(container, "readinessProbe", "exec", "command")
                .equals(Resource.at(PROBE, "exec", "command"));
    }

    private static long unready(ApiRung.Site site, PodTemplate template) throws IOException {
        return template.pods(site.cluster()).stream()
                .filter(pod -> pod.text("status", "phase").equals("Running") && !pod.isReady())
                .filter(pod -> pod.list("spec", "containers").stream().anyMatch(WorkloadUnready::fails))
                .count();
    }
}
