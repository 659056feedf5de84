package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.Prepared;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Json;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Type;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** Rolls out an image that cannot be pulled. */
public final class WorkloadImage implements ByApi {
    static final Parameter<String> IMAGE = Parameter.withDefault(
            "image",
            Type.text(),
            "registry.shakeout.invalid/not-there:1",
            "The image; one of a registry that no name server can know (RFC 2606) if not given.");

    private static final Set<String> UNPULLED =
            Set.of("ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull", "RegistryUnavailable");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                "workload/image", "Rolls out an image that cannot be pulled.", IMAGE, PodTemplate.CONTAINER);
    }

    @Override
    public Set<String> targetKinds() {
        return Set.of(WorkloadFinder.KIND);
    }

    @Override
    public String effect() {
        return "whether a pod of the workload waits for an image that cannot be pulled";
    }

    @Override
    public ApiRung rung() {
        return new ApiRung(
                "the images are set back, unless somebody else has changed them meanwhile",
                PodTemplate::rightsToBreak,
                WorkloadImage::replace);
    }

    private static Prepared replace(ApiRung.Site site) throws ApiRung.Unfit {
        String image = site.arguments().get(IMAGE);
        if (image.isBlank() || image.chars().anyMatch(Character::isWhitespace)) {
            throw new ApiRung.Unfit("'" + image + "' is no name of an image");
        }
        var template = new PodTemplate(site.resource());
        var containers = template.containers(site.arguments().find(PodTemplate.CONTAINER));
        for (PodTemplate.Container each : containers) {
            if (Resource.text(each.json(), "image").equals(image)) {
                throw new ApiRung.Unfit(
                        "container " + each.name() + " of " + site.target() + " has image " + image + " already");
            }
        }
        var fields = containers.stream()
                .map(each -> template.set(each, Json.of(image), "image"))
                .toList();
        String mark = "\"image\":" + Json.of(image).compact();
        return new Prepared(
                List.of(template.breakWith(
                        "give " + site.target() + " the image " + image, site.cluster(), fields, mark)),
                site.state(
                        "whether pods of " + site.target() + " wait for their image",
                        _ -> waiting(site, template, image) > 0,
                        _ -> "has " + waiting(site, template, image) + " pods that wait for " + image),
                List.of(PodTemplate.ROLLOUT));
    }

    private static long waiting(ApiRung.Site site, PodTemplate template, String image) throws IOException {
        return template.pods(site.cluster()).stream()
                .filter(pod -> pod.list("spec", "containers").stream()
                        .anyMatch(each -> Resource.text(each, "image").equals(image)))
                .filter(pod -> pod.list("status", "containerStatuses").stream()
                        .anyMatch(each -> UNPULLED.contains(Resource.text(each, "state", "waiting", "reason"))))
                .count();
    }
}
