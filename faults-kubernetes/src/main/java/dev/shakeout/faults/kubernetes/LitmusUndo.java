package dev.shakeout.faults.kubernetes;

import dev.shakeout.model.Inverse;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Stops an engine of Litmus, whose operator then ends its pods, and deletes it when they are gone. One that is not stopped
 * stays, with the order to stop in it: it is carried out as soon as an operator is there.
 *
 * @param path with a name that nobody else gives
 * @param limit how long the operator may take
 */
record LitmusUndo(String path, Duration limit) implements Undo {
    static final String MARK = "litmus";

    /** Pods that have ended do nothing any more; an engine may be told to keep them. */
    private static final String STILL = "status.phase!=Succeeded,status.phase!=Failed";

    private static final List<String> OVER = List.of("stopped", "completed", "");

    /** $1 is how many seconds one try may take. */
    private static final String SCRIPT =
            PeerUndo.WAIT + """
            seconds=$1
            under=${path%/*/*} name=${path##*/}
            namespace=${under##*/}
            pods=/api/v1/namespaces/$namespace/pods
            names() { # of the pods in the answer
              printf '%s' "$answer" | tr '{' '\\n' | sed -n '/"metadata":$/{n;s/^"name":"\\([^"]*\\)".*/, pod \\1/p;}' \\
                | tr -d '\\n'
            }
            injected() { # in the results in the answer
              parts | while IFS= read -r part; do
                case $part in
                '"chaosStatus":"injected"') on=yes ;;
                '"chaosStatus":'*) on= ;;
                '"name":"'*)
                  part=${part#'"name":"'}
                  [ -z "$on" ] || printf ', still injected: %s' "${part%'"'}"
                  on=
                  ;;
                '"'*/*'":"injected"') part=${part%'":"injected"'}; printf ', still injected: %s' "${part#*/}" ;;
                esac
              done
            }
            under_way() {
              left=
              ask GET "$path?pretty=false" application/json ''
              case $status in
              404) return 0 ;;
              200) ;;
              *) left="chaosengine $name, or so it seems (the API server says $status)"; return 0 ;;
              esac
              state=
              case $answer in *'"engineStatus":"'*) state=${answer#*'"engineStatus":"'} state=${state%%'"'*} ;; esac
              uid=${answer#*'"uid":"'} uid=${uid%%'"'*}
              left="chaosengine $name (${state:-not looked at by any operator})"
              ask GET "$pods?labelSelector=chaosUID%3D$uid&fieldSelector=STILL&pretty=false" application/json ''
              case $status:$answer in
              200:*'"items":[]'*)
                case $state in
                stopped | completed | '') ask DELETE "$path" application/json '' ;;
                esac
                ;;
              200:*) left=$left$(names) ;;
              *) left="$left, and its pods (the API server says $status)" ;;
              esac
            }
            call PATCH "$path" application/merge-patch+json 'STOP'
            case $status in 200) ;; 404) exit 0 ;; *) refused "change $path" ;; esac
            wait_for_it
            [ -n "$left" ] || exit 0
            ask GET "$under/chaosresults?labelSelector=chaosUID%3D$uid&pretty=false" application/json ''
            [ "$status" != 200 ] || left=$left$(injected)
            echo "Litmus does not stop, in namespace $namespace: $left; see whether its operator runs; the engine is told to stop, \
            and its pods are ended by: kubectl -n $namespace delete pods -l chaosUID=$uid" >&2
            exit 1
            """.replace("STOP", Litmus.STOP.compact()).replace("STILL", Cluster.encoded(STILL));

    @Override
    public Json.Obj json() {
        return Json.object("path", path, MARK, Json.object("seconds", limit.toSeconds()));
    }

    static LitmusUndo of(Json json) {
        return new LitmusUndo(
                Resource.text(json, "path"), Duration.ofSeconds(Long.parseLong(Resource.text(json, MARK, "seconds"))));
    }

    @Override
    public Inverse inverse(Cluster cluster) {
        return ApiCall.inverse(cluster, path, json(), SCRIPT, List.of(PeerUndo.perTry(limit)));
    }

    @Override
    public void takeBack(Cluster cluster) throws IOException {
        var stopped = cluster.send("PATCH", path, Cluster.MERGE, Litmus.STOP.compact());
        if (stopped.status() == 404) {
            return;
        }
        if (!stopped.ok()) {
            throw new IOException(cluster.refusal("change " + path, stopped));
        }
        PeerUndo.await(
                () -> left(cluster), limit, "see whether the operator of Litmus runs; the engine is told to stop");
    }

    private String left(Cluster cluster) throws IOException {
        var engine = cluster.find(Litmus.ENGINE, path);
        if (engine.isEmpty()) {
            return "";
        }
        String namespace = engine.get().namespace();
        String label = Litmus.UID_LABEL + "=" + engine.get().uid();
        var left = new ArrayList<String>();
        cluster.list(
                ResourceType.POD,
                namespace,
                Map.of("labelSelector", label, "fieldSelector", STILL),
                pod -> left.add("pod " + pod.name()));
        if (left.isEmpty() && OVER.contains(engine.get().text("status", "engineStatus"))) {
            var deleted = cluster.send("DELETE", path, "", "");
            if (!deleted.ok() && deleted.status() != 404) {
                throw new IOException(cluster.refusal("delete " + path, deleted));
            }
        }
        left.addFirst("Litmus does not stop: chaosengine " + engine.get().name());
        cluster.list(
                Litmus.RESULT,
                namespace,
                Map.of("labelSelector", label),
                result -> Litmus.injected(result).forEach(name -> left.add("still injected: " + name)));
        return String.join(", ", left);
    }
}
