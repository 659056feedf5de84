package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.Effect;
import dev.shakeout.engine.Prepared;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Json;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Reading;
import dev.shakeout.model.Step;
import dev.shakeout.model.Type;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Deletes objects of a namespace and makes them anew, as they were. Only such kinds are deleted of which nothing is lost by that:
 * what an object is, stands in it, and what belongs to it is made by a controller.
 */
public final class ObjectDelete implements ByApi {
    static final Parameter<String> KIND = Parameter.required(
            "kind",
            Type.text().shownAs("PodDisruptionBudget"),
            "Kind of the objects: ConfigMap, Service, Ingress, NetworkPolicy, PodDisruptionBudget, HorizontalPodAutoscaler,"
                    + " ResourceQuota, LimitRange, Role, RoleBinding, Deployment or DaemonSet.");
    static final Parameter<List<String>> NAMES = Parameter.optional("names", Type.texts(), "Their names.");
    static final Parameter<String> SELECTOR = Parameter.optional(
            "selector", Type.text(), "A label selector as kubectl takes it: app in (web, api), tier!=cache.");
    static final Parameter<String> FIELDS =
            Parameter.optional("fields", Type.text(), "A field selector as kubectl takes it: metadata.name=settings.");

    private static final Map<String, ResourceType> TYPES = types(
            ResourceType.CONFIG_MAP,
            ResourceType.SERVICE,
            ResourceType.NETWORK_POLICY,
            ResourceType.DISRUPTION_BUDGET,
            ResourceType.AUTOSCALER,
            ResourceType.RESOURCE_QUOTA,
            ResourceType.LIMIT_RANGE,
            ResourceType.DEPLOYMENT,
            ResourceType.DAEMON_SET,
            ObjectManifest.guessed("networking.k8s.io/v1", "Ingress"),
            ObjectManifest.guessed("rbac.authorization.k8s.io/v1", "Role"),
            ObjectManifest.guessed("rbac.authorization.k8s.io/v1", "RoleBinding"));

    /** $1 says which object of that name is meant. */
    private static final String SCRIPT = """
            call DELETE "$path" application/json "$1"
            case $status in 200 | 202 | 404) ;; *) refused "delete $path" ;; esac
            """;

    /** What a Lease keeps of one change. */
    private static final int LONGEST = 60_000;

    private static final int MOST = 100;

    private static Map<String, ResourceType> types(ResourceType... types) {
        var all = new LinkedHashMap<String, ResourceType>();
        for (ResourceType type : types) {
            all.put(type.kind(), type);
        }
        return all;
    }

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                "object/delete",
                "Deletes objects of a namespace, and makes them anew when the time is over.",
                KIND,
                NAMES,
                SELECTOR,
                FIELDS);
    }

    @Override
    public Set<String> targetKinds() {
        return Set.of(NamespaceFinder.KIND);
    }

    @Override
    public String effect() {
        return "how many of the objects are gone";
    }

    @Override
    public ApiRung rung() {
        return new ApiRung(
                "each object is made anew as it was; its uid is another one, and where others have made one of its name, theirs"
                        + " is kept",
                new ByKind(),
                ObjectDelete::delete);
    }

    private record ByKind() implements ApiRung.Rights {
        @Override
        public List<Right> toHit(ResourceType type) {
            return new Right("get", type).and(Right.toHoldLease());
        }

        @Override
        public List<Right> toHit(ResourceType type, Arguments arguments) {
            ResourceType hit = TYPES.getOrDefault(arguments.get(KIND), ResourceType.CONFIG_MAP);
            return new Right("get", type).and(new Right("list", hit).and(Right.toCreate(hit)));
        }
    }

    private static Prepared delete(ApiRung.Site site) throws IOException, ApiRung.Unfit {
        String kind = site.arguments().get(KIND);
        ResourceType type = TYPES.get(kind);
        if (type == null) {
            throw new ApiRung.Unfit(
                    "an object of kind " + kind + " could not be made anew as it was; only these are deleted: "
                            + String.join(", ", TYPES.keySet()));
        }
        var steps = new ArrayList<Step>();
        var paths = new ArrayList<String>();
        for (Resource each : meant(site, type)) {
            mustComeBack(each);
            var undo = Recreation.of(each);
            if (undo.json().compact().length() > LONGEST) {
                throw new ApiRung.Unfit(each.path() + " is too large to be kept in the Lease of the run");
            }
            String same =
                    Json.object("preconditions", Json.object("uid", each.uid())).compact();
            steps.add(ApiCall.step(
                    "delete the " + kind + " " + each.name() + " of " + each.namespace(),
                    site.cluster(),
                    each.path(),
                    SCRIPT,
                    List.of(same),
                    undo.inverse(site.cluster())));
            paths.add(each.path());
        }
        return Prepared.of(steps, new Absence(site.cluster(), type, paths));
    }

    private static List<Resource> meant(ApiRung.Site site, ResourceType type) throws IOException, ApiRung.Unfit {
        Arguments given = site.arguments();
        Arguments by = Arguments.NONE.with(Criteria.NAMESPACE, site.resource().name());
        for (String selector : given.find(SELECTOR).stream().toList()) {
            by = by.with(Criteria.SELECTOR, selector);
        }
        for (String fields : given.find(FIELDS).stream().toList()) {
            by = by.with(Criteria.FIELDS, fields);
        }
        List<String> names = given.find(NAMES).orElse(List.of());
        List<Resource> all = Criteria.matching(type, by, site.cluster(), List.of()).stream()
                .filter(each -> names.isEmpty() || names.contains(each.name()))
                .toList();
        for (String name : names) {
            if (all.stream().noneMatch(each -> each.name().equals(name))) {
                throw new ApiRung.Unfit("there is no " + type.kind() + " " + name + " in "
                        + site.resource().name() + " that matches");
            }
        }
        if (all.isEmpty() || all.size() > MOST) {
            throw new ApiRung.Unfit(
                    all.isEmpty()
                            ? "no " + type.kind() + " in " + site.resource().name() + " matches"
                            : all.size() + " objects match; no more than " + MOST + " are deleted at once");
        }
        return all;
    }

    /** @throws ApiRung.Unfit something would be lost that does not stand in it */
    private static void mustComeBack(Resource each) throws ApiRung.Unfit {
        if (!each.list("metadata", "finalizers").isEmpty()) {
            throw new ApiRung.Unfit(each.path() + " has finalizers: more goes with it than would come back");
        }
        if (each.text("spec", "type").equals("LoadBalancer")) {
            throw new ApiRung.Unfit(each.path() + " has a load balancer, which would be another one afterwards");
        }
        if (each.isEnding()) {
            throw new ApiRung.Unfit(each.path() + " is being deleted already");
        }
    }

    /** How many of these are not there. */
    private record Absence(Cluster cluster, ResourceType type, List<String> paths) implements Effect {
        @Override
        public String what() {
            return "how many of " + String.join(", ", paths) + " are gone";
        }

        @Override
        public Reading read() throws IOException {
            int gone = 0;
            for (String path : paths) {
                gone += cluster.find(type, path).isPresent() ? 0 : 1;
            }
            return new Reading(gone, "", gone + " of " + paths.size() + " are gone");
        }

        @Override
        public boolean bites(Reading before, Reading on) {
            return on.value() == paths.size();
        }

        @Override
        public boolean gone(Reading before, Reading after) {
            return after.value() == 0;
        }

        @Override
        public Duration patience() {
            return Duration.ofMinutes(1);
        }
    }
}
