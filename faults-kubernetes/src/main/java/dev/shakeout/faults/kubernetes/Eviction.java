package dev.shakeout.faults.kubernetes;

import dev.shakeout.model.Arguments;
import dev.shakeout.model.Json;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Step;
import dev.shakeout.model.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes pods leave, within their disruption budgets or against them
 * (https://kubernetes.io/docs/concepts/scheduling-eviction/api-eviction/).
 */
final class Eviction {
    static final Parameter<String> BUDGET = Parameter.withDefault(
            "budget",
            Type.choice("honour", "defy"),
            "honour",
            "Whether to wait until the pods' disruption budgets allow it, or to delete them whatever those say.");

    static final Parameter<Duration> PATIENCE = Parameter.withDefault(
            "patience",
            Type.duration(Duration.ZERO, Duration.ofMinutes(10)),
            Duration.ofSeconds(30),
            "How long to wait for a disruption budget; the fault fails when it is over.");

    /** A step may take no longer than the engine waits for one, so that a long patience is several steps. */
    private static final long LONGEST_STEP = 20;

    /**
     * $1 is how many seconds to try, $2 whether this is the last try; then follow path and body of each pod. One that is gone,
     * or another by now, is done.
     */
    private static final String HONOUR = """
            until=$(($(date +%s) + $1)) last=$2
            shift 2
            while [ $# -gt 0 ]; do
              ask POST "$1/eviction" application/json "$2"
              case $status in
              200 | 201 | 404 | 409) ;;
              000 | 429 | 5??)
                if [ "$(date +%s)" -ge "$until" ]; then
                  [ "$last" = true ] || exit 0
                  refused "evict $1"
                fi
                sleep 0.5
                set -- "$@" "$1" "$2"
                ;;
              *) refused "evict $1" ;;
              esac
              shift 2
            done
            """;

    /** Path and body of each pod. */
    private static final String DEFY = """
            while [ $# -gt 0 ]; do
              call DELETE "$1" application/json "$2"
              case $status in 200 | 202 | 404 | 409) ;; *) refused "delete $1" ;; esac
              shift 2
            done
            """;

    private Eviction() {}

    /** What it takes, besides reading pods. */
    static List<Right> rights() {
        return List.of(new Right("create", ResourceType.POD, "eviction"), new Right("delete", ResourceType.POD));
    }

    /**
     * The steps, which leave nothing to take back.
     *
     * @param whose what they leave, in words
     * @param path its path
     */
    static List<Step> steps(String whose, Cluster cluster, String path, List<Resource> pods, Arguments arguments) {
        boolean honours = arguments.get(BUDGET).equals("honour");
        var all = new ArrayList<String>();
        for (Resource pod : pods) {
            all.add(pod.path());
            all.add((honours ? eviction(pod) : options(pod)).compact());
        }
        if (!honours) {
            return List.of(Step.irreversible(
                    "delete " + whose, ApiCall.command(cluster, path, DEFY, all.toArray(String[]::new))));
        }
        var steps = new ArrayList<Step>();
        long left = arguments.get(PATIENCE).toSeconds();
        do {
            long now = Math.min(left, LONGEST_STEP);
            left -= now;
            var words = new ArrayList<>(List.of(String.valueOf(now), String.valueOf(left == 0)));
            words.addAll(all);
            String what = (steps.isEmpty() ? "evict " : "go on to evict ") + whose;
            steps.add(Step.irreversible(what, ApiCall.command(cluster, path, HONOUR, words.toArray(String[]::new))));
        } while (left > 0);
        return steps;
    }

    private static Json.Obj options(Resource pod) {
        return Json.object("apiVersion", "v1", "kind", "DeleteOptions", "preconditions", Json.object("uid", pod.uid()));
    }

    private static Json.Obj eviction(Resource pod) {
        return request(pod, Json.object("preconditions", Json.object("uid", pod.uid())));
    }

    /** What is posted to a pod's subresource eviction (policy/v1). */
    static Json.Obj request(Resource pod, Json.Obj deleteOptions) {
        return Json.object(
                "apiVersion",
                "policy/v1",
                "kind",
                "Eviction",
                "metadata",
                Json.object("name", pod.name(), "namespace", pod.namespace()),
                "deleteOptions",
                deleteOptions);
    }
}
