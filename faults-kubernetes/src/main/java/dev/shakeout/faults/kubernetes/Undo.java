package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.JsonReader;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Inverse;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * How a change of one object is taken back. It stands in an annotation of the object itself before the change is made, so
 * that whoever is in the cluster can take it back when the host that Shakeout ran on is gone.
 *
 * @param uid of the object; one that has taken its name since is left alone
 * @param token in the annotation's name; no two injections share one
 * @param lease path of the Lease that is renewed as long as whoever has made the change is there to take it back
 */
record Undo(String uid, String token, String lease, List<Field> fields) {
    static final String PREFIX = "undo.shakeout.dev/";

    static final String MERGE = "application/merge-patch+json";
    static final String PATCH = "application/json-patch+json";

    /** $1 clears the annotation; $2 takes all back at once; then follow, for each field, what does, and what asks whether it is ours. */
    private static final String SCRIPT = """
            clear=$1 all=$2
            shift 2
            call PATCH "$path" application/json-patch+json "$all"
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
            call PATCH "$path" application/merge-patch+json "$clear"
            case $status in 200 | 404 | 409) ;; *) refused "clear the note at $path" ;; esac
            """;

    Undo {
        fields = List.copyOf(fields);
    }

    static Undo fresh(Resource object, String lease, List<Field> fields) {
        String token = UUID.randomUUID().toString().replace("-", "").substring(0, 12);
        return new Undo(object.uid(), token, lease, fields);
    }

    String annotation() {
        return PREFIX + token;
    }

    /** A merge patch that notes this at the object. It fails when another object has taken the name. */
    Json note() {
        return annotated(Json.of(Json.object(
                        "lease",
                        lease,
                        "fields",
                        Json.of(fields.stream().map(Field::json).toList()))
                .compact()));
    }

    Json clear() {
        return annotated(Json.Null.NULL);
    }

    private Json annotated(Json value) {
        return Json.object("metadata", Json.object("uid", uid, "annotations", Json.object(annotation(), value)));
    }

    /** All fields and the note, or nothing. */
    Json all() {
        var operations = new ArrayList<>(List.of(sameObject()));
        fields.reversed().forEach(field -> operations.addAll(field.undo()));
        operations.add(Json.object("op", "remove", "path", Field.pointer("metadata", "annotations", annotation())));
        return Json.of(operations);
    }

    /** One field. */
    Json one(Field field) {
        var operations = new ArrayList<>(List.of(sameObject()));
        operations.addAll(field.undo());
        return Json.of(operations);
    }

    Json isOurs(Field field) {
        return Json.of(List.of(sameObject(), field.isOurs()));
    }

    Json sameObject() {
        return Json.object("op", "test", "path", "/metadata/uid", "value", uid);
    }

    Inverse inverse(Cluster cluster, String path) {
        var arguments = new ArrayList<>(List.of(clear().compact(), all().compact()));
        for (Field field : fields.reversed()) {
            arguments.add(one(field).compact());
            arguments.add(isOurs(field).compact());
        }
        return ApiCall.inverse(cluster, path, lease, SCRIPT, arguments);
    }

    /** Those that stand at an object. */
    static List<Undo> at(Resource object) {
        var found = new ArrayList<Undo>();
        object.annotations().forEach((key, value) -> {
            if (key.startsWith(PREFIX)) {
                parse(object.uid(), key.substring(PREFIX.length()), value).ifPresent(found::add);
            }
        });
        return found;
    }

    private static Optional<Undo> parse(String uid, String token, String value) {
        try {
            Json json = JsonReader.read(value);
            List<Field> fields = Resource.at(json, "fields").orElse(Json.Null.NULL) instanceof Json.Arr(var items)
                    ? items.stream().map(Field::of).toList()
                    : List.of();
            return Optional.of(new Undo(uid, token, Resource.text(json, "lease"), fields));
        } catch (BadValue _) {
            return Optional.empty(); // nothing of ours
        }
    }

    /**
     * The same without a shell.
     *
     * @throws IOException it could not be taken back
     */
    void takeBack(Cluster cluster, String path) throws IOException {
        if (done(cluster.send("PATCH", path, PATCH, all().compact()), 200, 404)) {
            return;
        }
        for (Field field : fields.reversed()) {
            var answer = cluster.send("PATCH", path, PATCH, one(field).compact());
            if (!done(answer, 200, 404)
                    && !done(
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
        var cleared = cluster.send("PATCH", path, MERGE, clear().compact());
        if (!done(cleared, 200, 404, 409)) {
            throw new IOException(cluster.refusal("clear the note at " + path, cleared));
        }
    }

    private static boolean done(Cluster.Answer answer, int... statuses) {
        for (int status : statuses) {
            if (answer.status() == status) {
                return true;
            }
        }
        return false;
    }
}
