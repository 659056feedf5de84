package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.Asked;
import dev.shakeout.engine.Machine;
import dev.shakeout.model.Inverse;
import dev.shakeout.model.Json;
import dev.shakeout.model.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Shell that changes something by the API server. What changes a cluster is a shell's work and not the JVM's, as it must be
 * taken back when there is no JVM.
 */
final class ApiCall {
    /** How long the API server tries what a step asks it for; it gives up by itself, also when nobody waits any more. */
    private static final Duration TRIES = Duration.ofSeconds(15);

    /** And what is left of its last try by then. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    /**
     * $1 is curl's configuration, $2 the server, $3 the path of the object, $4 the same for somebody in the cluster; what
     * follows are the arguments of the script behind this. call sets status and answer, and waits for a server that restarts,
     * has too much to do, or was changing the same object for somebody else (a patch's 409).
     */
    private static final String CALL = """
            access=$1 server=$2 path=$3
            shift 4
            unsure=
            request() { # METHOD PATH TYPE BODY
              case $2 in
              *\\?*) url=$2${limit:+&$limit} ;;
              *) url=$2${limit:+?$limit} ;;
              esac
              asking
              answer=$(printf '%s' "$4" | curl -sS --config "$access" --max-time 20 -X "$1" -H "Content-Type: $3" \\
                -H 'Accept: application/json' --data-binary @- -w '\\n%{http_code}' "$server$url" 2>&1)
              status=${answer##*
            }
              answer=${answer%
            *}
              case $status in
              [234]??) [ -n "$unsure" ] || answered ;;
              *) unsure=yes ;;
              esac
            }
            renew() { # a token that has run out since it was written down
              [ -r "${access%/*}/renew" ] || return 1
              token=$(sh "${access%/*}/renew" 2>/dev/null)
              [ -n "$token" ] || return 1
              (umask 077 && printf 'Authorization: Bearer %s\\n' "$token" >"${access%/*}/header.$$") &&
                mv -f "${access%/*}/header.$$" "${access%/*}/header"
            }
            ask() { # METHOD PATH TYPE BODY
              request "$@"
              [ "$status" != 401 ] || ! renew || request "$@"
            }
            call() { # METHOD PATH TYPE BODY
              for wait in 0.2 0.5 1 2 3 4 5 -; do
                ask "$@"
                case $1$status in
                *000 | *429 | *5?? | PATCH409) [ $wait = - ] || { sleep $wait; continue; } ;;
                esac
                break
              done
            }
            refused() { # WHAT
              case $answer in
              *'"message":'*) answer=${answer#*'"message":'} answer=${answer%%'"reason":'*} ;;
              esac
              echo "the API server at $server does not $1: $status $(printf '%s' "$answer" | tr -s ' \\n' '  ')" >&2
              exit 1
            }
            """;

    /** The API server lets a request say its limit (WithRequestDeadline in k8s.io/apiserver). */
    private static final String NOTED = Asked.within(TRIES.plus(GRACE)) + "limit=timeout=" + TRIES.toSeconds() + "s\n";

    private static final String UNNOTED = Asked.unnoted() + "limit=\n";

    private ApiCall() {}

    /** What is missing to take a change back. */
    static Optional<String> missing(Machine machine) {
        return machine.tool("curl").isPresent()
                ? Optional.empty()
                : Optional.of("curl is not installed, by which a change is taken back when Shakeout itself is gone");
    }

    /**
     * A change that nothing takes back: the script with call and refused before it; its own arguments begin at $1, and the
     * object is $path.
     */
    static List<String> command(Cluster cluster, String path, String script, String... arguments) {
        return inverse(cluster, path, Json.Obj.EMPTY, script, List.of(arguments))
                .argv();
    }

    /** A change that an inverse takes back, also when the server is still at it. */
    static Step step(
            String what, Cluster cluster, String path, String script, List<String> arguments, Inverse inverse) {
        return Step.command(
                what,
                new Inverse(NOTED + CALL + script, arguments(cluster, path, Json.Obj.EMPTY, arguments)).argv(),
                inverse);
    }

    /**
     * What is changed in a cluster survives a restart of this host, and so does its inverse.
     *
     * @param undo by which somebody in the cluster would do the same; see {@link Undo#json}
     */
    static Inverse inverse(Cluster cluster, String path, Json.Obj undo, String script, List<String> arguments) {
        return new Inverse(UNNOTED + CALL + script, arguments(cluster, path, undo, arguments)).lasting();
    }

    private static List<String> arguments(Cluster cluster, String path, Json.Obj undo, List<String> more) {
        var all = new ArrayList<>(List.of(cluster.access().file().toString(), cluster.server(), path, undo.compact()));
        all.addAll(more);
        return all;
    }

    /** What somebody in the cluster would do instead of an inverse; empty for one that changes no cluster. */
    static Optional<String> undo(Inverse inverse) {
        return inverse.script().startsWith(UNNOTED + CALL)
                ? Optional.of(inverse.arguments().get(3))
                : Optional.empty();
    }
}
