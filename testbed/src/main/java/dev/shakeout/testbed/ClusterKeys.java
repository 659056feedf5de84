package dev.shakeout.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.engine.Processes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The keys and certificates of one cluster, in a folder; good for a day. */
record ClusterKeys(Path folder) {
    private static final String MAKE = """
            set -e
            umask 077
            cd "$1"
            new='-x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -noenc -days 1'
            openssl req $new -subj /CN=testbed-ca -keyout ca.key -out ca.crt
            openssl req $new -CA ca.crt -CAkey ca.key -subj /CN=kube-apiserver -addext "subjectAltName=IP:$2,IP:$3,DNS:localhost" \\
              -addext basicConstraints=critical,CA:FALSE -keyout server.key -out server.crt
            openssl req $new -CA ca.crt -CAkey ca.key -subj /CN=kube-apiserver -addext extendedKeyUsage=clientAuth \\
              -addext basicConstraints=critical,CA:FALSE -keyout kubelets.key -out kubelets.crt
            openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:prime256v1 -out accounts.key
            openssl pkey -in accounts.key -pubout -out accounts.pub
            """;

    static ClusterKeys make(Path folder, String address, Processes processes) {
        var made = processes.run(
                List.of("sh", "-c", MAKE, "sh", folder.toString(), address, Cluster.OWN_SERVICE),
                Duration.ofMinutes(1));
        assertThat(made.ok()).as("openssl: %s", made.errors()).isTrue();
        return new ClusterKeys(folder);
    }

    /** Who signed the server's certificate, and may sign clients'. */
    Path authority() {
        return folder.resolve("ca.crt");
    }

    Path authorityKey() {
        return folder.resolve("ca.key");
    }

    Path server() {
        return folder.resolve("server.crt");
    }

    Path serverKey() {
        return folder.resolve("server.key");
    }

    /** What the API server shows to kubelets. */
    Path kubelets() {
        return folder.resolve("kubelets.crt");
    }

    Path kubeletsKey() {
        return folder.resolve("kubelets.key");
    }

    /** Signs the tokens of service accounts. */
    Path accountsKey() {
        return folder.resolve("accounts.key");
    }

    /** What those tokens are checked with. */
    Path accountsPublic() {
        return folder.resolve("accounts.pub");
    }
}
