package dev.shakeout.faults.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.testbed.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An account's token is replaced while it is used: by whoever keeps a file, by a program, by who logs in again. */
class TokensTest extends WithCluster {
    private static final String GONE = "a-token-that-has-run-out";

    private final List<Limited> machines = new java.util.ArrayList<>();

    @AfterEach
    void close() {
        machines.forEach(Limited::close);
    }

    /** The administrator's own. */
    private String good() throws IOException {
        Json read = dev.shakeout.engine.JsonReader.read(kubeconfigText());
        return ((Json.Obj) ((Json.Arr) ((Json.Obj) read).get("users").orElseThrow())
                        .items()
                        .getFirst())
                .get("user")
                .map(user -> Resource.text(user, "token"))
                .orElseThrow();
    }

    private String kubeconfigText() throws IOException {
        return dev.shakeout.faults.kubernetes.Cluster.of(Optional.empty(), machine)
                .kubeconfig(Files.readString(adminToken()).strip(), "default")
                .compact();
    }

    /** What the API server takes, as the test bed's own kubeconfig has it. */
    private Path adminToken() throws IOException {
        var found = java.util.regex.Pattern.compile("token: *\"?([^\"\\s]+)")
                .matcher(Files.readString(cluster.kubeconfig()));
        assertThat(found.find()).isTrue();
        return Files.writeString(folder.resolve("good"), found.group(1));
    }

    /** A kubeconfig of the test bed's cluster for this user. */
    private Path kubeconfig(String name, Json.Obj user) throws IOException {
        var whole = (Json.Obj) dev.shakeout.engine.JsonReader.read(kubeconfigText());
        var users = Json.of(List.of(Json.object("name", "testbed", "user", user)));
        return replace(folder.resolve(name), whole.with("users", users).compact());
    }

    private static Path replace(Path file, String text) throws IOException {
        Path fresh = Files.writeString(file.resolveSibling(file.getFileName() + ".new"), text);
        return Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private dev.shakeout.faults.kubernetes.Cluster reached(Path kubeconfig) {
        var limited = new Limited(kubeconfig);
        machines.add(limited);
        return dev.shakeout.faults.kubernetes.Cluster.of(Optional.empty(), limited.machine());
    }

    private static int status(dev.shakeout.faults.kubernetes.Cluster reached) throws IOException {
        return reached.ask("/api/v1/nodes").status();
    }

    /** As an inverse would ask when there is no JVM. */
    private String asked(dev.shakeout.faults.kubernetes.Cluster reached) {
        var argv =
                ApiCall.command(reached, "/api/v1/nodes", "call GET \"$path\" application/json ''\necho \"$status\"\n");
        return machine.processes().run(argv).output().strip();
    }

    @Test
    void aTokenFileIsReadAnew() throws IOException {
        Path file = Files.writeString(folder.resolve("rotating"), GONE);
        var reached = reached(kubeconfig("by-file", Json.object("tokenFile", "rotating")));
        assertThat(status(reached)).isEqualTo(401);
        reached.access().write();
        assertThat(asked(reached)).isEqualTo("401");

        replace(file, good() + "\n");

        assertThat(asked(reached))
                .as("by a shell, whoever wrote the credentials long ago")
                .isEqualTo("200");
        assertThat(status(reached)).isEqualTo(200);
        reached.access().write();
        assertThat(Files.readString(reached.access().file())).doesNotContain(good());
    }

    @Test
    void aTokenFileThatIsNotThereIsToldAsThat() throws IOException {
        Path kubeconfig = kubeconfig("by-no-file", Json.object("tokenFile", "nowhere"));
        assertThatThrownBy(() -> reached(kubeconfig))
                .isInstanceOf(BadValue.class)
                .hasMessageContaining("the token of context 'testbed' cannot be read")
                .hasMessageContaining("nowhere");
    }

    @Test
    void aProgramIsAskedAgainWhenItsTokenIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("issued"), GONE);
        Path program = Program.script(folder.resolve("issue"), """
                #!/bin/sh
                echo asked >>"$ASKED"
                printf '{"apiVersion": "client.authentication.k8s.io/v1", "kind": "ExecCredential",
                  "status": {"token": "%s"}}' "$(cat "$1")"
                """);
        var asked =
                Json.object("name", "ASKED", "value", folder.resolve("asked").toString());
        var exec = Json.object(
                "apiVersion", "client.authentication.k8s.io/v1",
                "command", "./issue",
                "args", Json.of(List.of(Json.of(file.toString()))),
                "env", Json.of(List.of(asked)),
                "interactiveMode", "Never");
        var reached = reached(kubeconfig("by-program", Json.object("exec", exec)));
        reached.access().write();
        assertThat(asked(reached)).isEqualTo("401");

        replace(file, good());

        assertThat(status(reached)).isEqualTo(200);
        int times = Files.readAllLines(folder.resolve("asked")).size();
        assertThat(status(reached)).isEqualTo(200);
        assertThat(Files.readAllLines(folder.resolve("asked")))
                .as("not for each request")
                .hasSize(times);
        assertThat(asked(reached))
                .as("by a shell, whoever wrote the credentials long ago")
                .isEqualTo("200");
    }

    @Test
    void aKubeconfigIsReadAgainWhenSomebodyHasLoggedInAgain() throws IOException {
        Path kubeconfig = kubeconfig("by-login", Json.object("token", GONE));
        var reached = reached(kubeconfig);
        assertThat(status(reached)).isEqualTo(401);
        reached.access().write();

        kubeconfig("by-login", Json.object("token", good()));

        assertThat(asked(reached)).isEqualTo("200");
        assertThat(status(reached)).isEqualTo(200);
    }
}
