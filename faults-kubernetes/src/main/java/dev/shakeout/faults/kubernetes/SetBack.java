package dev.shakeout.faults.kubernetes;

import dev.shakeout.model.Inverse;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Sets fields of an object back.
 *
 * @param uid of the object; one that has taken its name since is left alone
 * @param stuck what would not follow by itself
 */
record SetBack(String path, String uid, List<Field> fields, Optional<Stuck> stuck) implements Undo {
    static final String PATCH = "application/json-patch+json";

    private static final int TRIES = 20;

    /**
     * A pod that its controller would not replace though it was made by what is set back, as a stateful set waits for each
     * pod to be ready (https://github.com/kubernetes/kubernetes/issues/67250).
     *
     * @param path of the pod
     * @param mark what stands in it, as JSON, if it was made so
     */
    record Stuck(String path, String mark) {}

    /**
     * $1 takes all back at once, $2 is a pod that may be stuck and $3 its mark; then follow, for each attempt, when it is made
     * (any or last), what it does, and what asks whether it had to succeed. Fields may depend on each other, as a request and
     * its limit do, so what fails at first is tried again when the others are set back.
     */
    private static final String SCRIPT = """
            not_heard() { # it says nothing of the object, and will not if it is asked otherwise
              case $status in 000 | 401 | 403 | 429 | 5??) refused "set $path back" ;; esac
            }
            attempt() { # OPERATIONS QUESTION
              call PATCH "$path" application/json-patch+json "$1"
              not_heard
              tried=$status told=$answer
              case $status in 200 | 404) return ;; esac
              call PATCH "$path?dryRun=All" application/json-patch+json "$2"
              case $status in 422 | 404) return ;; esac
              status=$tried answer=$told
              [ "$round" = any ] || refused "set $path back"
            }
            each() { # ROUND, then for each attempt: WHEN OPERATIONS QUESTION
              round=$1
              shift
              while [ $# -ge 3 ]; do
                case $1 in any | "$round") attempt "$2" "$3" ;; esac
                shift 3
              done
            }
            call PATCH "$path" application/json-patch+json "$1"
            not_heard
            stuck=$2 mark=$3
            shift 3
            case $status in
            200 | 404) ;;
            *) # somebody else has changed something: theirs is kept
              each any "$@"
              each last "$@"
              ;;
            esac
            [ -n "$stuck" ] || exit 0
            call GET "$stuck?pretty=false" application/json ''
            case $status in
            200) ;;
            404) exit 0 ;;
            *) refused "read $stuck" ;;
            esac
            case $answer in
            *"$mark"*) ;;
            *) exit 0 ;;
            esac
            uid=${answer#*'"uid":"'}
            call DELETE "$stuck" application/json '{"preconditions":{"uid":"'"${uid%%'"'*}"'"}}'
            case $status in 200 | 202 | 404 | 409) ;; *) refused "delete $stuck" ;; esac
            """;

    SetBack {
        fields = List.copyOf(fields);
    }

    @Override
    public Json.Obj json() {
        var json = Json.object(
                "path",
                path,
                "uid",
                uid,
                "fields",
                Json.of(fields.stream().map(Field::json).toList()));
        return stuck.map(pod -> json.with("stuck", Json.object("path", pod.path(), "mark", pod.mark())))
                .orElse(json);
    }

    static SetBack of(Json json) {
        return new SetBack(
                Resource.text(json, "path"),
                Resource.text(json, "uid"),
                Resource.at(json, "fields").orElse(Json.Null.NULL) instanceof Json.Arr(var items)
                        ? items.stream().map(Field::of).toList()
                        : List.of(),
                Resource.at(json, "stuck")
                        .map(pod -> new Stuck(Resource.text(pod, "path"), Resource.text(pod, "mark"))));
    }

    /** All fields, or none of them. */
    private Json all() {
        return guarded(fields.reversed().stream()
                .flatMap(field -> field.undo().stream())
                .toList());
    }

    private List<Field.Attempt> attempts() {
        return fields.reversed().stream()
                .flatMap(field -> field.attempts().stream())
                .toList();
    }

    private Json guarded(List<Json> operations) {
        var guarded = new ArrayList<>(List.of(sameObject()));
        guarded.addAll(operations);
        return Json.of(guarded);
    }

    /** The operation that fails when another object has taken the name. */
    Json sameObject() {
        return Json.object("op", "test", "path", "/metadata/uid", "value", uid);
    }

    @Override
    public Inverse inverse(Cluster cluster) {
        var arguments = new ArrayList<>(List.of(
                all().compact(),
                stuck.map(Stuck::path).orElse(""),
                stuck.map(Stuck::mark).orElse("")));
        for (Field.Attempt attempt : attempts()) {
            arguments.add(attempt.last() ? "last" : "any");
            arguments.add(guarded(attempt.operations()).compact());
            arguments.add(guarded(attempt.question()).compact());
        }
        return ApiCall.inverse(cluster, path, json(), SCRIPT, arguments);
    }

    @Override
    public void takeBack(Cluster cluster) throws IOException {
        if (!isOneOf(patch(cluster, "", all()), 200, 404)) {
            takeBackEach(cluster, false);
            takeBackEach(cluster, true);
        }
        if (stuck.isPresent()) {
            free(stuck.get(), cluster);
        }
    }

    private void takeBackEach(Cluster cluster, boolean last) throws IOException {
        for (Field.Attempt attempt : attempts()) {
            if (attempt.last() && !last) {
                continue;
            }
            var answer = patch(cluster, "", guarded(attempt.operations()));
            if (!isOneOf(answer, 200, 404)
                    && !isOneOf(patch(cluster, "?dryRun=All", guarded(attempt.question())), 422, 404)
                    && last) {
                throw new IOException(cluster.refusal("set " + path + " back", answer));
            }
        }
    }

    private static void free(Stuck stuck, Cluster cluster) throws IOException {
        var pod = cluster.find(ResourceType.POD, stuck.path());
        if (pod.isEmpty() || !pod.get().body().compact().contains(stuck.mark())) {
            return;
        }
        var same = Json.object("preconditions", Json.object("uid", pod.get().uid()));
        var deleted = cluster.send("DELETE", stuck.path(), "application/json", same.compact());
        if (!deleted.ok() && !isOneOf(deleted, 404, 409)) {
            throw new IOException(cluster.refusal("delete " + stuck.path(), deleted));
        }
    }

    /** Again while others change the same object at the same time. */
    private Cluster.Answer patch(Cluster cluster, String query, Json operations) throws IOException {
        Cluster.Answer answer;
        int tries = 0;
        do {
            answer = cluster.send("PATCH", path + query, PATCH, operations.compact());
        } while (answer.status() == 409 && ++tries < TRIES);
        return answer;
    }

    private static boolean isOneOf(Cluster.Answer answer, int one, int other) {
        return answer.status() == one || answer.status() == other;
    }
}
