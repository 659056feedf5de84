package dev.shakeout.faults.kubernetes;

import dev.shakeout.model.Inverse;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * How a change of one object is taken back: by a shell from the ledger of this host, or by somebody in the cluster who reads
 * it from the Lease of the run.
 *
 * @param uid of the object; one that has taken its name since is left alone
 */
record Undo(String path, String uid, List<Field> fields) {
    static final String PATCH = "application/json-patch+json";

    /** $1 takes all back at once; then follow, for each field, what does, and what asks whether it is ours. */
    private static final String SCRIPT = """
            call PATCH "$path" application/json-patch+json "$1"
            shift
            case $status in 200 | 404) exit 0 ;; esac
            while [ $# -ge 2 ]; do # somebody else has changed something: theirs is kept
              call PATCH "$path" application/json-patch+json "$1"
              case $status in
              200 | 404) ;;
              *)
                tried=$status told=$answer
                call PATCH "$path?dryRun=All" application/json-patch+json "$2"
                case $status in
                422 | 404) ;;
                *)
                  status=$tried answer=$told
                  refused "set $path back"
                  ;;
                esac
                ;;
              esac
              shift 2
            done
            """;

    Undo {
        fields = List.copyOf(fields);
    }

    Json.Obj json() {
        return Json.object(
                "path",
                path,
                "uid",
                uid,
                "fields",
                Json.of(fields.stream().map(Field::json).toList()));
    }

    static Undo of(Json json) {
        return new Undo(
                Resource.text(json, "path"),
                Resource.text(json, "uid"),
                Resource.at(json, "fields").orElse(Json.Null.NULL) instanceof Json.Arr(var items)
                        ? items.stream().map(Field::of).toList()
                        : List.of());
    }

    /** All fields, or none of them. */
    private Json all() {
        var operations = new ArrayList<>(List.of(sameObject()));
        fields.reversed().forEach(field -> operations.addAll(field.undo()));
        return Json.of(operations);
    }

    private Json one(Field field) {
        var operations = new ArrayList<>(List.of(sameObject()));
        operations.addAll(field.undo());
        return Json.of(operations);
    }

    private Json isOurs(Field field) {
        return Json.of(List.of(sameObject(), field.isOurs()));
    }

    /** The operation that fails when another object has taken the name. */
    Json sameObject() {
        return Json.object("op", "test", "path", "/metadata/uid", "value", uid);
    }

    Inverse inverse(Cluster cluster) {
        var arguments = new ArrayList<>(List.of(all().compact()));
        for (Field field : fields.reversed()) {
            arguments.add(one(field).compact());
            arguments.add(isOurs(field).compact());
        }
        return ApiCall.inverse(cluster, path, json(), SCRIPT, arguments);
    }

    /**
     * The same without a shell.
     *
     * @throws IOException it could not be taken back
     */
    void takeBack(Cluster cluster) throws IOException {
        if (isOneOf(cluster.send("PATCH", path, PATCH, all().compact()), 200, 404)) {
            return;
        }
        for (Field field : fields.reversed()) {
            var answer = cluster.send("PATCH", path, PATCH, one(field).compact());
            if (!isOneOf(answer, 200, 404)
                    && !isOneOf(
                            cluster.send(
                                    "PATCH",
                                    path + "?dryRun=All",
                                    PATCH,
                                    isOurs(field).compact()),
                            422,
                            404)) {
                throw new IOException(cluster.refusal("set " + field.pointer() + " of " + path + " back", answer));
            }
        }
    }

    private static boolean isOneOf(Cluster.Answer answer, int one, int other) {
        return answer.status() == one || answer.status() == other;
    }
}
