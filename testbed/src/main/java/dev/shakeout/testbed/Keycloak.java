package dev.shakeout.testbed;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shakeout.engine.Machine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Keycloak, which {@code testbed/keycloak.sh} fetches, with one realm, {@code shop}, on this host alone. */
public final class Keycloak implements AutoCloseable {
    private static final Pattern VERSION = Pattern.compile("(?m)^version=(\\S+)");
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** As its own script has it; that one is not used to start it, as it would stand between it and its end. */
    private static final List<String> OPENED = Stream.of(
                    "java.lang", "java.util", "java.util.concurrent", "java.security")
            .map(name -> "--add-opens=java.base/" + name + "=ALL-UNNAMED")
            .toList();

    private final String issuer;
    private final Daemon daemon;

    private Keycloak(String issuer, Daemon daemon) {
        this.issuer = issuer;
        this.daemon = daemon;
    }

    /**
     * Returns when the realm answers, which takes most of a minute. Skips the test where Keycloak was not fetched.
     *
     * @param realm in JSON, as Keycloak exports one
     * @param folder that it may write into
     */
    public static Keycloak start(String realm, Path folder, Machine machine) throws IOException {
        Path fetched = KubernetesPrograms.cache(machine)
                .resolve("keycloak-" + KubernetesPrograms.version("keycloak.sh", VERSION));
        assumeTrue(Files.isDirectory(fetched), () -> "needs " + fetched + ", which testbed/keycloak.sh fetches");
        Path home = folder.resolve("keycloak"); // it writes among its own files
        machine.processes().run(List.of("cp", "-r", fetched.toString(), home.toString()), PATIENCE);
        Files.writeString(Files.createDirectories(home.resolve("data/import")).resolve("shop.json"), realm);
        String java = System.getProperty("java.home");
        var built = machine.processes()
                .run(
                        List.of("env", "JAVA_HOME=" + java, "sh", home + "/bin/kc.sh", "build", "--db=dev-file"),
                        PATIENCE);
        if (built.status() != 0) {
            throw new IOException("Keycloak was not built: " + built);
        }
        int port = freePort();
        var arguments = new ArrayList<>(OPENED);
        arguments.addAll(List.of(
                "-Dkc.config.built=true",
                "-Dkc.home.dir=" + home,
                "-Djboss.server.config.dir=" + home.resolve("conf"),
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-cp",
                home.resolve("lib/quarkus-run.jar").toString(),
                "io.quarkus.bootstrap.runner.QuarkusEntryPoint",
                "start-dev",
                "--import-realm",
                "--http-host=127.0.0.1",
                "--http-port=" + port));
        var keycloak = new Keycloak(
                "http://127.0.0.1:" + port + "/realms/shop",
                Daemon.start(Path.of(java, "bin", "java"), arguments, folder.resolve("keycloak.txt")));
        keycloak.daemon.awaitReady(PATIENCE, keycloak::answers);
        return keycloak;
    }

    /** Of the one address at which an issuer may do without TLS. */
    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    private boolean answers() throws InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create(issuer)).build(), BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException _) {
            return false; // it is on its way
        }
    }

    public String issuer() {
        return issuer;
    }

    @Override
    public void close() {
        daemon.close();
    }
}
