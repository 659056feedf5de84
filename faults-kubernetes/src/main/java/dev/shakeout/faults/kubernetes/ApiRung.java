package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Prepared;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Json;
import dev.shakeout.model.Step;
import dev.shakeout.model.Target;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The rung of every fault that the API server is asked for.
 *
 * @param inverse how it is taken back, in words
 */
record ApiRung(String inverse, Rights rights, Preparation preparation) implements AskingRung {
    /** What the account must be allowed to do in the target's namespace. */
    interface Rights {
        List<Right> toHit(ResourceType type);

        /** Where it depends on what is asked for. */
        default List<Right> toHit(ResourceType type, Arguments arguments) {
            return toHit(type);
        }
    }

    /** What the API server is asked for. */
    interface Preparation {
        /** @throws Unfit why it would not do for this target */
        Prepared on(Site site) throws IOException, Unfit;
    }

    /** Where a fault hits: the object as it is now. */
    record Site(Cluster cluster, Resource resource, Target target, Arguments arguments, Machine machine) {
        String namespace() {
            return resource.namespace();
        }

        /** @throws Unfit it is a pod that belongs to nothing, so nobody would make another one */
        void mustBeReplaceable() throws Unfit {
            if (resource.owner().isEmpty()) {
                throw new Unfit(target + " belongs to nothing that would make another one");
            }
        }

        /** Sets fields of the target itself. */
        Step change(String what, Field... fields) {
            return Change.step(what, cluster, resource, fields);
        }

        /** Makes an object that is deleted again. */
        Step create(String what, ResourceType type, String namespace, String name, Json.Obj body) {
            return Creation.step(what, cluster, type, namespace, name, body);
        }

        /** An effect that another object shows, which may not be there. */
        State other(
                String what,
                ResourceType type,
                String path,
                Predicate<Optional<Resource>> holds,
                Function<Optional<Resource>, String> words) {
            return state(what, _ -> holds.test(cluster.find(type, path)), _ -> words.apply(cluster.find(type, path)));
        }

        /** A name that nobody else gives, and that fits where Kubernetes takes names or labels. */
        static String freshName(String use) {
            return "shakeout-" + use + "-" + freshToken();
        }

        static String freshToken() {
            return UUID.randomUUID().toString().replace("-", "").substring(0, 12);
        }

        /** An effect that the target itself shows. */
        State state(String what, State.Test holds, State.Words words) {
            return new State(target, machine, what, holds, words);
        }
    }

    /** A target that a fault cannot hit, and why. */
    static final class Unfit extends Exception {
        Unfit(String why) {
            super(why);
        }
    }

    @Override
    public String name() {
        return "API server";
    }

    @Override
    public String needs() {
        return "a kubeconfig, or a pod's service account, with the rights that shakeout rbac prints; curl";
    }

    /** Reads the object once, and asks for rights only what was not asked before. */
    @Override
    public Prospect prospect(Target target, Arguments arguments, Machine machine) {
        Cluster cluster = ResourceFinder.cluster(target, machine);
        try {
            Resource resource = ResourceFinder.read(target, machine)
                    .orElseThrow(() -> new IOException(target + " is not there any more"));
            var denied = new ArrayList<String>();
            for (Right right : rights.toHit(resource.type(), arguments)) {
                String name = right.type() == resource.type() ? resource.name() : "";
                if (!cluster.allows(right, where(right, cluster, resource), name)) {
                    denied.add(right.toString());
                }
            }
            if (!denied.isEmpty()) {
                return new Prospect.Missing("this account may not " + String.join(", ", denied)
                        + (resource.namespace().isEmpty() ? "" : " in namespace " + resource.namespace())
                        + "; shakeout rbac prints the role that this experiment needs");
            }
            var prepared = preparation.on(new Site(cluster, resource, target, arguments, machine));
            var notes = new ArrayList<>(List.of("cluster " + cluster.server() + ", context " + cluster.context()
                    + (resource.namespace().isEmpty()
                            ? ", the whole cluster"
                            : ", namespace " + resource.namespace())));
            notes.addAll(prepared.notes());
            return new Prospect.Ready(new Prepared(prepared.steps(), prepared.effect(), notes));
        } catch (IOException | Unfit e) {
            return new Prospect.Missing(String.valueOf(e.getMessage()));
        }
    }

    /** Pods of a node may be in any namespace, and what is made in a namespace is in it; empty for all. */
    private static String where(Right right, Cluster cluster, Resource resource) {
        if (!resource.namespace().isEmpty()) {
            return resource.namespace();
        }
        if (right.type() == ResourceType.LEASE) {
            return cluster.namespace();
        }
        return resource.type() == ResourceType.NAMESPACE ? resource.name() : "";
    }
}
