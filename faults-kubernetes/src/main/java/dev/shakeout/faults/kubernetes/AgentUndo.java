package dev.shakeout.faults.kubernetes;

import dev.shakeout.model.Inverse;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * Has everything taken back that an agent has done in a pod, and ends the agent. While the run lives, its agent is told;
 * otherwise a shell in the agent's container does it, by the agent's own ledger.
 *
 * @param path of the pod that the agent is in
 * @param uid of it; with another pod of that name all is gone that was changed
 * @param container of the agent
 * @param ledger its name, which is that of the injection
 * @param outlives whether what the agent changes may outlive its container, as rules in the pod's network do; all else is
 *     gone when the container has ended
 */
record AgentUndo(String path, String uid, String container, String ledger, boolean outlives) implements Undo {
    static final String MARK = "agent";

    /** An exec cannot go on for longer than an inverse may. */
    private static final Duration PATIENCE = Duration.ofSeconds(25);

    /** $1 is the ledger's name. The agent first, so that it does no more; its sentinel does the same as this beside it. */
    private static final String INSIDE = """
            result=0
            for folder in /run/shakeout/runs/"$1" /var/lib/shakeout/runs/"$1"; do
              [ -f "$folder/undo.sh" ] || continue
              stat=
              if read -r pid start <"$folder/owner"; then
                while read -r line; do stat=$stat$line; done 2>/dev/null <"/proc/$pid/stat"
                set -- "$1" ${stat##*) }
                [ "${21}" != "$start" ] || kill -KILL "$pid"
              fi
              if sh "$folder/undo.sh" "$folder" >&2 || [ ! -e "$folder" ]; then
                for again in 1 2 3 4 5; do
                  rm -f "$folder"/*.pid && rm -rf "$folder" 2>/dev/null && break
                  sleep 0.2
                done
              else
                result=1
              fi
            done
            exit $result""";

    /**
     * $1 is the run's own door and $2 what is asked there; $3 the pod's uid, $4 the container, $5 the command as a part of a
     * URL, $6 what a person should know when the container is gone, if anything. In the pod's status a container's name is followed by
     * its state.
     */
    private static final String SCRIPT = Exec.SHELL + """
            if [ -S "$1" ]; then
              told=$(curl -sS --max-time 10 --unix-socket "$1" -X POST -w '\n%{http_code}' "http://run/$2" 2>/dev/null)
              case $told in *'
            200') exit 0 ;; esac
            fi
            for wait in 1 2 4 -; do # the node tells a little later what has become of a container
              call GET "$path?pretty=false" application/json ''
              case $status in 200) ;; 404) exit 0 ;; *) refused "read $path" ;; esac
              case $answer in *'"uid":"'"$3"'"'*) ;; *) exit 0 ;; esac # another pod
              case $answer in *'"name":"'"$4"'","state":{'*) ;; *) exit 0 ;; esac # it never ran
              state=${answer##*'"name":"'"$4"'","state":{'}
              case $state in
              '"waiting"'* | '"terminated":{"exitCode":0,'*) exit 0 ;;
              '"terminated"'*)
                [ -n "$6" ] || exit 0
                echo "$6" >&2
                exit 1
                ;;
              esac
              execute "$5" 12
              case $told in *'"status":"Success"'*) exit 0 ;; esac
              [ $wait = - ] || sleep $wait
            done
            echo "what was changed by container $4 of $path is not taken back: $told" >&2
            exit 1
            """;

    @Override
    public Json.Obj json() {
        return Json.object("path", path, "uid", uid, MARK, container, "ledger", ledger, "outlives", outlives);
    }

    static AgentUndo of(Json json) {
        return new AgentUndo(
                Resource.text(json, "path"),
                Resource.text(json, "uid"),
                Resource.text(json, MARK),
                Resource.text(json, "ledger"),
                Resource.text(json, "outlives").equals("true"));
    }

    @Override
    public Inverse inverse(Cluster cluster) {
        String exec = Exec.path("", container, command(), false);
        return ApiCall.inverse(
                cluster,
                path,
                json(),
                SCRIPT,
                List.of(
                        cluster.access().door().toString(),
                        "take-back/" + ledger,
                        uid,
                        container,
                        exec.substring(exec.indexOf('?') + 1),
                        outlives ? lost() : ""));
    }

    private List<String> command() {
        return List.of("sh", "-c", INSIDE, "shakeout", ledger);
    }

    private String lost() {
        String pod = path.substring(path.lastIndexOf('/') + 1);
        String namespace = path.replaceFirst(".*/namespaces/([^/]+)/.*", "$1");
        return "container " + container + " of " + path
                + " was ended before everything was taken back; what is left goes" + " with the pod: kubectl -n "
                + namespace + " delete pod " + pod;
    }

    @Override
    public void takeBack(Cluster cluster) throws IOException {
        var pod =
                cluster.find(ResourceType.POD, path).filter(found -> found.uid().equals(uid));
        if (pod.isEmpty()) {
            return;
        }
        Json state = Post.state(pod.get(), container).orElse(Json.Obj.EMPTY);
        if (Resource.at(state, "running").isPresent()) {
            Exec.run(cluster, path, container, command(), PATIENCE);
        } else if (outlives && !Resource.text(state, "terminated", "exitCode").matches("|0")) {
            throw new IOException(lost());
        }
    }
}
