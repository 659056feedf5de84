package dev.shakeout.operator;

import dev.shakeout.faults.kubernetes.Resource;
import dev.shakeout.model.Json;
import java.util.List;
import java.util.Optional;

/** A Run as it stands in the cluster: once carried out, never again. */
record RunResource(Resource resource) {
    /** Where a run is in its life. */
    enum Phase {
        PENDING("Pending"),
        RUNNING("Running"),
        /** The verdict is "passed". */
        SUCCEEDED("Succeeded"),
        /** Any other verdict, or none. */
        FAILED("Failed");

        private final String word;

        Phase(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    static final String DEFAULT_ACCOUNT = "default";

    /** What is new, and nobody has looked at, is pending. */
    Phase phase() {
        String word = resource.text("status", "phase");
        for (Phase phase : Phase.values()) {
            if (phase.word.equals(word)) {
                return phase;
            }
        }
        return Phase.PENDING;
    }

    boolean isOver() {
        return phase() == Phase.SUCCEEDED || phase() == Phase.FAILED;
    }

    /** Whoever may change it wants it to end. */
    boolean isHalted() {
        return resource.text("spec", "halt").equals("true") || resource.isEnding();
    }

    /** The name of an Experiment beside it; empty when it has a definition of its own. */
    String experiment() {
        return resource.text("spec", "experiment");
    }

    Optional<Json.Obj> definition() {
        return resource.at("spec", "definition")
                .flatMap(json -> json instanceof Json.Obj object ? Optional.of(object) : Optional.empty());
    }

    /** Whose rights it is carried out with. */
    String account() {
        String named = resource.text("spec", "serviceAccount");
        return named.isEmpty() ? DEFAULT_ACCOUNT : named;
    }

    /** Of the kubeconfig, named for a policy that asks for it. */
    Optional<String> context() {
        return Optional.of(resource.text("spec", "context")).filter(name -> !name.isEmpty());
    }

    /** Those that are named for a policy that asks for it. */
    List<String> namespaces() {
        return resource.at("spec", "namespaces").orElse(Json.Null.NULL) instanceof Json.Arr(var names)
                ? names.stream().map(Json::text).filter(name -> !name.isEmpty()).toList()
                : List.of();
    }

    String owner() {
        return resource.text("status", "owner");
    }
}
