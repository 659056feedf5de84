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
            var holders = SharedField.holders(pod, marks(each));
            if (!holders.isEmpty()) {
                throw new ApiRung.Unfit("container " + each.name() + " of " + site.target() + " is in the hands of "
                        + String.join(", ", holders) + ", as the Lease of the run that lets it fail is called;"
                        + " wait for its end, or take it back with: shakeout recover --cluster");
            }
            if (Resource.text(each.json(), "image").equals(image)) {
                throw new ApiRung.Unfit(
                        "container " + each.name() + " of " + site.target() + " runs " + image + " already");
            }
            if (!before.containsKey(each.name())) {
                throw new ApiRung.Unfit("container " + each.name() + " of " + site.target() + " does not run");
            }
        }
        var fields = containers.stream().map(each -> shared(each, image, site)).toList();
        return new Prepared(
                fields.stream()
                        .map(field -> site.change(
                                "let " + field.field().name() + " of " + site.target() + " run " + image, field))
                        .toList(),
                site.state(
                        "what the containers of " + site.target() + " run",
                        now -> fields.stream().allMatch(field -> fails(before, now, field)),
                        now -> "runs " + String.join(", ", running(now).values())),
                List.of(
                        "each container is restarted now and when it is set back, which counts as two restarts",
                        "a pod without a readiness probe stays ready meanwhile, and is sent requests that nobody answers",
                        "a container whose command is not in " + image
                                + " does not start, and is tried again and again"));
    }

    private static SharedField shared(PodTemplate.Container container, String image, ApiRung.Site site) {
        return new SharedField(
                Field.OfEntry.in(container.json(), container.place(), Json.of(image), CONTAINERS, "image"),
                marks(container),
                ApiRung.Site.freshToken(),
                site.cluster().owner());
    }

    /** Containers are named as labels of DNS are, so this is a name of DNS as well. */
    private static String marks(PodTemplate.Container container) {
        return container.name() + ".fail.shakeout.dev";
    }

    private static boolean fails(Map<String, String> before, Resource now, SharedField field) {
        String container = field.field().name();
        return field.isHeldHereIn(now)
                && !before.getOrDefault(container, "").equals(running(now).getOrDefault(container, ""));
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
