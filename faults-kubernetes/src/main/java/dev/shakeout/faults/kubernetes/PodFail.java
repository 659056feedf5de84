package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.Prepared;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Json;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Replaces what runs in a pod by something that does nothing. The pod itself, its name and its address stay. */
public final class PodFail implements ByApi {
    static final Parameter<String> IMAGE = Parameter.withDefault(
            "image", Type.text(), "registry.k8s.io/pause:3.10", "The image that its containers run meanwhile.");

    private static final List<String> CONTAINERS = List.of("spec", "containers");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                "pod/fail",
                "Replaces what runs in a pod by something that does nothing; the pod itself stays.",
                IMAGE,
                PodTemplate.CONTAINER);
    }

    @Override
    public Set<String> targetKinds() {
        return Set.of(PodFinder.KIND);
    }

    @Override
    public String effect() {
        return "whether the pod's containers run another image";
    }

    @Override
    public ApiRung rung() {
        return new ApiRung(
                "the images are set back, and the containers are started anew from them",
                Right::toChange,
                PodFail::fail);
    }

    private static Prepared fail(ApiRung.Site site) throws ApiRung.Unfit {
        String image = site.arguments().get(IMAGE);
        if (image.isBlank() || image.chars().anyMatch(Character::isWhitespace)) {
            throw new ApiRung.Unfit("'" + image + "' is no name of an image");
        }
        Resource pod = site.resource();
        Map<String, String> before = running(pod);
        var containers = PodTemplate.Container.named(site.arguments().find(PodTemplate.CONTAINER), pod, CONTAINERS);
        for (PodTemplate.Container each : containers) {
            if (Resource.text(each.json(), "image").equals(image)) {
                throw new ApiRung.Unfit(
                        "container " + each.name() + " of " + site.target() + " runs " + image + " already");
            }
            if (!before.containsKey(each.name())) {
                throw new ApiRung.Unfit("container " + each.name() + " of " + site.target() + " does not run");
            }
        }
        var fields = containers.stream()
                .map(each -> each.set(CONTAINERS, Json.of(image), "image"))
                .toArray(Field[]::new);
        return new Prepared(
                List.of(site.change("let " + site.target() + " run " + image, fields)),
                site.state(
                        "what the containers of " + site.target() + " run",
                        now -> containers.stream().noneMatch(each -> isAs(before, running(now), each.name())),
                        now -> "runs " + String.join(", ", running(now).values())),
                List.of(
                        "each container is restarted now and when it is set back, which counts as two restarts",
                        "a pod without a readiness probe stays ready meanwhile, and is sent requests that nobody answers",
                        "a container whose command is not in " + image
                                + " does not start, and is tried again and again"));
    }

    private static boolean isAs(Map<String, String> before, Map<String, String> now, String container) {
        return before.getOrDefault(container, "").equals(now.getOrDefault(container, ""));
    }

    /** Images as the node tells them, by container, of those that run. */
    private static Map<String, String> running(Resource pod) {
        var images = new LinkedHashMap<String, String>();
        for (Json each : pod.list("status", "containerStatuses")) {
            if (Resource.at(each, "state", "running").isPresent()) {
                images.put(Resource.text(each, "name"), Resource.text(each, "image"));
            }
        }
        return images;
    }
}
