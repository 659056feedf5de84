package dev.shakeout.faults.kubernetes;

import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Type;
import java.util.List;

/** Finds horizontal pod autoscalers of a cluster. */
public final class AutoscalerFinder implements ResourceFinder {
    static final String KIND = "autoscaler";

    static final Parameter<String> OF =
            Parameter.optional("of", Type.text(), "What it scales, by name: web, or with its kind: deployment/web.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                KIND, "Finds horizontal pod autoscalers of a Kubernetes cluster.", Criteria.namespacedAnd(OF));
    }

    @Override
    public List<ResourceType> types(Arguments by) {
        return List.of(ResourceType.AUTOSCALER);
    }

    @Override
    public boolean accepts(Resource each, Arguments by) {
        return !each.isEnding()
                && by.find(OF).stream().allMatch(of -> scaled(each).isNamed(of));
    }

    static Resource.Owner scaled(Resource autoscaler) {
        return new Resource.Owner(
                autoscaler.text("spec", "scaleTargetRef", "kind"), autoscaler.text("spec", "scaleTargetRef", "name"));
    }
}
