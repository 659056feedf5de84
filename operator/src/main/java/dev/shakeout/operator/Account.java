package dev.shakeout.operator;

import dev.shakeout.faults.kubernetes.Cluster;
import dev.shakeout.faults.kubernetes.Resource;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.time.Duration;

/** A service account, by whose rights a run is carried out. */
record Account(String namespace, String name) {
    /** A run that takes longer loses its rights; a server may give less. */
    private static final Duration LONGEST_RUN = Duration.ofHours(24);

    /**
     * A way to the cluster with its rights and no others
     * (https://kubernetes.io/docs/reference/kubernetes-api/authentication-resources/token-request-v1/).
     *
     * @throws IOException there is no such account, or the operator may not use it
     */
    Json.Obj kubeconfig(Cluster cluster) throws IOException {
        String path = "/api/v1/namespaces/" + namespace + "/serviceaccounts/" + name + "/token";
        var wanted = Json.object("spec", Json.object("expirationSeconds", LONGEST_RUN.toSeconds()));
        var answer = cluster.send("POST", path, "", wanted.compact());
        if (!answer.ok()) {
            throw new IOException(cluster.refusal("use the service account " + namespace + "/" + name, answer));
        }
        return cluster.kubeconfig(Resource.text(cluster.object(path, answer), "status", "token"), namespace);
    }
}
