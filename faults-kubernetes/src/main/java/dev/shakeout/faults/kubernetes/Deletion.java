package dev.shakeout.faults.kubernetes;

import dev.shakeout.model.Inverse;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.util.List;

/**
 * Deletes an object that a fault has made.
 *
 * @param path with a name that nobody else gives, as it carries the injection's token
 * @param token stands in the object, where its name may be given by others; empty where the name is enough
 */
record Deletion(String path, String token) implements Undo {
    static final String MARK = "delete";
    private static final String TOKEN = "token";

    /** What belongs to it goes too, also where that is not usual, as with a Job. */
    private static final String ALL = "?propagationPolicy=Background";

    private static final String SCRIPT = """
            call DELETE "$path" application/json ''
            case $status in 200 | 202 | 404) ;; *) refused "delete $path" ;; esac
            """;

    /** $1 is the token; another object of that name is left alone. */
    private static final String OWN = """
            call GET "$path" application/json ''
            case $status in
            200) ;;
            404) exit 0 ;;
            *) refused "read $path" ;;
            esac
            case $answer in
            *"$1"*) ;;
            *) exit 0 ;;
            esac
            call DELETE "$path%s" application/json ''
            case $status in 200 | 202 | 404) ;; *) refused "delete $path" ;; esac
            """.formatted(ALL);

    Deletion(String path) {
        this(path, "");
    }

    static Deletion of(Json json) {
        return new Deletion(Resource.text(json, "path"), Resource.text(json, TOKEN));
    }

    private boolean named() {
        return token.isEmpty();
    }

    @Override
    public Json.Obj json() {
        Json.Obj json = Json.object("path", path, MARK, true);
        return named() ? json : json.with(TOKEN, Json.of(token));
    }

    @Override
    public Inverse inverse(Cluster cluster) {
        return ApiCall.inverse(cluster, path, json(), named() ? SCRIPT : OWN, named() ? List.of() : List.of(token));
    }

    @Override
    public void takeBack(Cluster cluster) throws IOException {
        if (!named() && !isOurs(cluster)) {
            return;
        }
        var answer = cluster.send("DELETE", path + (named() ? "" : ALL), "", "");
        if (!answer.ok() && answer.status() != 404) {
            throw new IOException(cluster.refusal("delete " + path, answer));
        }
    }

    private boolean isOurs(Cluster cluster) throws IOException {
        var answer = cluster.ask(path);
        return answer.status() != 404 && cluster.object(path, answer).compact().contains(token);
    }
}
