package dev.shakeout.faults.kubernetes;

import dev.shakeout.model.Inverse;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.util.List;

/**
 * Cuts lines of ours out of a text in an object, wherever they stand by then: what others have changed around them is kept.
 *
 * @param uid of the object; one that has taken its name since is left alone
 * @param lines whole ones, the first of which nobody else writes; of characters that JSON writes in one way only
 */
record CutOut(String path, String uid, String lines) implements Undo {
    static final String MARK = "cut";

    private static final int ATTEMPTS = 5;

    /**
     * $1 is the object's uid, $2 the lines as they stand in JSON, $3 their first one, $4 what is told when they were changed.
     * The whole object is sent back, with its version, so that it is refused when somebody else was faster.
     */
    private static final String SCRIPT = """
            for attempt in 1 2 3 4 5; do
              call GET "$path?pretty=false" application/json ''
              case $status in 200) ;; 404) exit 0 ;; *) refused "read $path" ;; esac
              case $answer in *'"uid":"'"$1"'"'*) ;; *) exit 0 ;; esac
              kept= rest=$answer
              while :; do
                case $rest in
                *"$2"*) kept=$kept${rest%%"$2"*} rest=${rest#*"$2"} ;;
                *) break ;;
                esac
              done
              if [ -n "$kept" ]; then
                call PATCH "$path" application/merge-patch+json "$kept$rest"
                case $status in 200) ;; 404) exit 0 ;; 409) continue ;; *) refused "change $path" ;; esac
              fi
              case $kept$rest in *"$3"*) echo "$4" >&2; exit 1 ;; esac
              exit 0
            done
            refused "change $path"
            """;

    @Override
    public Json.Obj json() {
        return Json.object("path", path, "uid", uid, MARK, lines);
    }

    static CutOut of(Json json) {
        return new CutOut(Resource.text(json, "path"), Resource.text(json, "uid"), Resource.text(json, MARK));
    }

    /** As it stands within a text in JSON. */
    private static String escaped(String text) {
        String json = Json.of(text).compact();
        return json.substring(1, json.length() - 1);
    }

    /** However it is indented. */
    private String firstLine() {
        return lines.substring(0, lines.indexOf('\n') + 1).stripLeading();
    }

    private String changedByOthers() {
        return "somebody has changed the lines of " + path + " that begin with '"
                + firstLine().strip() + "'; take them out by hand";
    }

    @Override
    public Inverse inverse(Cluster cluster) {
        var arguments = List.of(uid, escaped(lines), escaped(firstLine()), changedByOthers());
        return ApiCall.inverse(cluster, path, json(), SCRIPT, arguments);
    }

    @Override
    public void takeBack(Cluster cluster) throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (isCut(cluster)) {
                return;
            }
        }
        throw new IOException("could not change " + path + ": somebody else keeps changing it");
    }

    /** Whether it is done; not when somebody else was faster. */
    private boolean isCut(Cluster cluster) throws IOException {
        var found = cluster.ask(path + "?pretty=false");
        if (found.status() == 404) {
            return true;
        }
        if (!found.ok()) {
            throw new IOException(cluster.refusal("read " + path, found));
        }
        if (!found.text().contains("\"uid\":\"" + uid + "\"")) {
            return true;
        }
        String kept = found.text().replace(escaped(lines), "");
        if (!kept.equals(found.text())) {
            var changed = cluster.send("PATCH", path, Cluster.MERGE, kept);
            if (changed.status() == 409) {
                return false;
            }
            if (!changed.ok() && changed.status() != 404) {
                throw new IOException(cluster.refusal("change " + path, changed));
            }
        }
        if (kept.contains(escaped(firstLine()))) {
            throw new IOException(changedByOthers());
        }
        return true;
    }
}
