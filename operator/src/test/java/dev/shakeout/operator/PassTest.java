package dev.shakeout.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shakeout.engine.JsonReader;
import dev.shakeout.engine.Machine;
import dev.shakeout.faults.kubernetes.Cluster;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Tokens of a real API server, of the shortest life that it gives; the clock is put forward instead of waiting for it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PassTest {
    private static final Duration SHORTEST = Duration.ofMinutes(10);
    private static final String ACCOUNTS = "/api/v1/namespaces/default/serviceaccounts";

    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    private dev.shakeout.testbed.Cluster testbed;
    private Machine machine;
    private Path folder;

    @BeforeAll
    void start(@TempDir Path temporary) throws IOException {
        folder = temporary;
        testbed = dev.shakeout.testbed.Cluster.start(Files.createDirectory(folder.resolve("cluster")), Machine.local());
        machine = with(testbed.kubeconfig());
        for (String name : List.of("drills", "leaving")) {
            testbed.api().create(ACCOUNTS, Json.object("metadata", Json.object("name", name)));
        }
    }

    @AfterAll
    void stop() {
        if (testbed != null) { // it could be started
            machine.shared().close();
            testbed.close();
        }
    }

    private static Machine with(Path kubeconfig) {
        var environment = new HashMap<>(System.getenv());
        environment.put("KUBECONFIG", kubeconfig.toString());
        return Machine.local().withEnvironment(environment);
    }

    private Instant now() {
        return Instant.now().plus(ahead.get());
    }

    private Pass pass(String account, String run) throws IOException {
        Path own = Files.createDirectory(folder.resolve(run));
        return new Pass(
                new Account("default", account),
                Cluster.of(Optional.empty(), machine),
                RunProcess.kubeconfig(own),
                this::now,
                SHORTEST);
    }

    private static String token(Pass pass) throws IOException {
        var found = java.util.regex.Pattern.compile("\"token\":\"([^\"]+)\"").matcher(Files.readString(pass.file()));
        assertThat(found.find()).isTrue();
        return found.group(1);
    }

    @Test
    void itIsWrittenAnewBeforeItsTokenRunsOutAndIsThatAccounts() throws IOException {
        Pass pass = pass("drills", "renewed");
        assertThat(pass.left()).isBetween(Duration.ofMinutes(7), Duration.ofMinutes(8));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(pass.file())))
                .isEqualTo("rw-------");
        String first = token(pass);
        Machine run = with(pass.file());
        try (var _ = run.shared()) {
            var reached = Cluster.of(Optional.empty(), run);
            assertThat(who(reached)).isEqualTo("system:serviceaccount:default:drills");

            ahead.set(Duration.ofMinutes(9));
            assertThat(pass.left()).isZero();
            pass.renew();

            assertThat(token(pass)).isNotEqualTo(first);
            assertThat(pass.left()).isGreaterThan(Duration.ofMinutes(0));
            assertThat(who(reached)).isEqualTo("system:serviceaccount:default:drills");
        } finally {
            ahead.set(Duration.ZERO);
        }
    }

    private static String who(Cluster reached) throws IOException {
        String reviews = "/apis/authentication.k8s.io/v1/selfsubjectreviews";
        var answer = reached.send("POST", reviews, "", "{}");
        return dev.shakeout.faults.kubernetes.Resource.text(
                JsonReader.read(answer.text()), "status", "userInfo", "username");
    }

    /** The command ends by itself once it sees another pass. */
    @Test
    void aRunThatGoesOnGetsANewOne() throws IOException {
        Pass pass = pass("drills", "long");
        Path own = pass.file().getParent();
        String waits = "cp kubeconfig first; while cmp -s first kubeconfig; do sleep 0.05; done";
        var run = RunProcess.start(own, Json.Obj.EMPTY, pass, List.of("sh", "-c", waits), List.of(), machine);
        ahead.set(Duration.ofMinutes(9));
        try {
            var trouble = new ArrayList<String>();
            assertThat(run.end(trouble::add)).isZero();
            assertThat(trouble).isEmpty();
        } finally {
            ahead.set(Duration.ZERO);
        }
        Files.delete(own.resolve("first"));
        RunProcess.tidy(own);
        assertThat(own).doesNotExist();
    }

    @Test
    void whatCannotBeRenewedIsToldAndTriedAgain() throws IOException {
        Pass pass = pass("leaving", "refused");
        String first = token(pass);
        testbed.api().delete(ACCOUNTS + "/leaving");

        assertThatThrownBy(pass::renew)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("use the service account default/leaving")
                .hasMessageContaining("not found");

        assertThat(token(pass)).as("the old one may still do").isEqualTo(first);
        assertThat(pass.left()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(20));
    }
}
