package dev.shakeout.faults.kubernetes;

import dev.shakeout.model.Inverse;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Deletes an object of Chaos Mesh, whose finalizer keeps it until its controller has recovered all. Nothing is forced: an
 * object that is let go by force leaves its fault behind, and nobody knows of it any more.
 *
 * @param path with a name that nobody else gives
 * @param limit how long the controller may take
 * @param label of what the object makes; its value is the object's name
 * @param made plural names of the types of these; none for an object that injects by itself
 */
record ChaosMeshUndo(String path, Duration limit, String label, List<String> made) implements Undo {
    static final String MARK = "chaos-mesh";

    /** $1 is how many seconds one try may take, $2 the label, and what follows are the types of what it makes. */
    private static final String SCRIPT = PeerUndo.WAIT + """
            seconds=$1 label=$2
            shift 2
            under=${path%/*/*} name=${path##*/} plural=${path%/*}
            plural=${plural##*/} namespace=${under##*/}
            records() { # of the answer, but for those that are as they were
              parts | while IFS= read -r part; do
                case $part in
                '"id":"'*) id=${part#'"id":"'} id=${id%'"'} ;;
                '"phase":"Not Injected"') ;;
                '"phase":"'*)
                  phase=${part#'"phase":"'}
                  [ -z "$id" ] || printf ', %s (%s)' "$id" "${phase%'"'}"
                  id=
                  ;;
                esac
              done
            }
            under_way() { # TYPE...
              left=
              ask GET "$path?pretty=false" application/json ''
              case $status in
              404) ;;
              200) left="$plural $name$(records)" ;;
              *) left="$plural $name, or so it seems (the API server says $status)" ;;
              esac
              for type; do
                ask GET "$under/$type?labelSelector=$label%3D$name&pretty=false" application/json ''
                case $status:$answer in
                404:* | *'"items":[]'*) ;;
                200:*) left="${left:+$left; }$type of $name$(records)" ;;
                *) left="${left:+$left; }$type of $name, or so it seems (the API server says $status)" ;;
                esac
              done
            }
            call DELETE "$path" application/json ''
            case $status in 200 | 202 | 404) ;; *) refused "delete $path" ;; esac
            wait_for_it "$@"
            [ -n "$left" ] || exit 0
            clear="kubectl -n $namespace annotate $plural $name"
            [ $# = 0 ] || clear="kubectl -n $namespace annotate $(IFS=,; echo "$*") -l $label=$name"
            echo "Chaos Mesh does not let go of what is deleted, in namespace $namespace: $left; \
            see whether its controller runs; what clears the objects, and leaves the fault: $clear FORCED" >&2
            exit 1
            """.replace("FORCED", ChaosMesh.FORCED);

    ChaosMeshUndo {
        made = List.copyOf(made);
    }

    @Override
    public Json.Obj json() {
        return Json.object(
                "path",
                path,
                MARK,
                Json.object(
                        "seconds",
                        limit.toSeconds(),
                        "label",
                        label,
                        "made",
                        Json.of(made.stream().map(Json::of).toList())));
    }

    static ChaosMeshUndo of(Json json) {
        var made = Resource.at(json, MARK, "made").orElse(Json.Null.NULL) instanceof Json.Arr(var items)
                ? items.stream().map(Json::text).toList()
                : List.<String>of();
        return new ChaosMeshUndo(
                Resource.text(json, "path"),
                Duration.ofSeconds(Long.parseLong(Resource.text(json, MARK, "seconds"))),
                Resource.text(json, MARK, "label"),
                made);
    }

    @Override
    public Inverse inverse(Cluster cluster) {
        var arguments = new ArrayList<>(List.of(PeerUndo.perTry(limit), label));
        arguments.addAll(made);
        return ApiCall.inverse(cluster, path, json(), SCRIPT, arguments);
    }

    @Override
    public void takeBack(Cluster cluster) throws IOException {
        var deleted = cluster.send("DELETE", path, "", "");
        if (!deleted.ok() && deleted.status() != 404) {
            throw new IOException(cluster.refusal("delete " + path, deleted));
        }
        PeerUndo.await(() -> left(cluster), limit, "see whether the controller of Chaos Mesh runs");
    }

    private String left(Cluster cluster) throws IOException {
        String collection = path.substring(0, path.lastIndexOf('/'));
        String name = path.substring(collection.length() + 1);
        String under = collection.substring(0, collection.lastIndexOf('/'));
        var left = new ArrayList<Resource>();
        cluster.find(ResourceType.unread(collection.substring(under.length() + 1), ""), path)
                .ifPresent(left::add);
        for (String type : made) {
            cluster.list(
                    under + "/" + type,
                    Map.of("labelSelector", label + "=" + name),
                    body -> left.add(new Resource(ResourceType.unread(type, ""), body)));
        }
        return left.isEmpty()
                ? ""
                : "Chaos Mesh does not let go of what is deleted: "
                        + String.join(
                                "; ",
                                left.stream()
                                        .map(each -> each.type().plural() + " " + each.name()
                                                + String.join(
                                                        "",
                                                        new ChaosMeshStatus(List.of(each))
                                                                .under().stream()
                                                                        .map(record -> ", " + record)
                                                                        .toList()))
                                        .toList());
    }
}
