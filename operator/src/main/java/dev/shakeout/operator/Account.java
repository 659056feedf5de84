package dev.shakeout.operator;

import dev.shakeout.faults.kubernetes.Cluster;
import dev.shakeout.faults.kubernetes.Resource;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/** A service account, by whose rights a run is carried out. */
record Account(String namespace, String name) {
    /**
     * A token of it.
     *
     * @param expires from then on the API server no longer takes it
     */
    record Token(String text, Instant expires) {}

    /**
     * Asks for a token with its rights and no others
     * (https://kubernetes.io/docs/reference/kubernetes-api/authentication-resources/token-request-v1/).
     *
     * @param life how long it is to be good; a server gives 10 min at least, and may give less or more than it is asked for
     * @throws IOException there is no such account, or the operator may not use it
     */
    Token token(Cluster cluster, Duration life) throws IOException {
        String path = "/api/v1/namespaces/" + namespace + "/serviceaccounts/" + name + "/token";
        var wanted = Json.object("spec", Json.object("expirationSeconds", life.toSeconds()));
        var answer = cluster.send("POST", path, "", wanted.compact());
        if (!answer.ok()) {
            throw new IOException(cluster.refusal("use the service account " + namespace + "/" + name, answer));
        }
        Json given = cluster.object(path, answer);
        try {
            return new Token(
                    Resource.text(given, "status", "token"),
                    Instant.parse(Resource.text(given, "status", "expirationTimestamp")));
        } catch (DateTimeException e) {
            throw new IOException(
                    "the API server does not say until when the token of " + namespace + "/" + name + " is good", e);
        }
    }
}
