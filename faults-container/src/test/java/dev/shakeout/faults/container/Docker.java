package dev.shakeout.faults.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A real Docker engine in a network namespace of its own, with an image that is made of one program. */
final class Docker implements AutoCloseable {
    static final String IMAGE = "shop/web:1.0";

    private static final String START = """
            ip link set lo up
            exec dockerd --data-root "$1/data" --exec-root "$1/exec" --pidfile "$1/pid" --host "unix://$1/socket" \\
              --default-ulimit nofile=1024:1024 >"$1/log" 2>&1""";

    private static final String MAKE_IMAGE = """
            mkdir -p "$1/image/bin" "$1/image/www" && cp "$(command -v busybox)" "$1/image/bin/busybox" || exit 1
            for name in sh sleep httpd; do ln -s busybox "$1/image/bin/$name" || exit 1; done
            echo hello >"$1/image/www/index.html"
            tar -C "$1/image" -c . | docker --host "unix://$1/socket" import - "$2\"""";

    private final Path folder;
    private final Processes processes;
    private final Process daemon;

    private Docker(Path folder, Machine machine, Process daemon) {
        this.folder = folder;
        this.processes = machine.processes();
        this.daemon = daemon;
    }

    /** Skips the test where there is none. */
    static Docker start(Path folder, Machine machine) throws IOException {
        assumeTrue(machine.isRoot(), "needs root to start a container engine");
        for (String tool : List.of("dockerd", "docker", "busybox", "unshare", "ip")) {
            assumeTrue(machine.tool(tool).isPresent(), "needs " + tool + " (Debian: docker.io, busybox-static)");
        }
        Process daemon = new ProcessBuilder("unshare", "--net", "--mount", "sh", "-c", START, "sh", folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        var docker = new Docker(folder, machine, daemon);
        try {
            await().atMost(Duration.ofMinutes(1))
                    .failFast("it has ended: " + folder.resolve("log"), () -> !daemon.isAlive())
                    .until(docker::answers);
            var made = docker.processes.run(
                    List.of("sh", "-c", MAKE_IMAGE, "sh", folder.toString(), IMAGE), Duration.ofMinutes(1));
            assertThat(made.ok()).as(made.complaint()).isTrue();
            return docker;
        } catch (RuntimeException | Error e) {
            docker.close();
            throw e;
        }
    }

    private boolean answers() {
        try {
            return Files.exists(socket()) && engine().ask("/_ping").status() == 200;
        } catch (IOException _) {
            return false;
        }
    }

    Path socket() {
        return folder.resolve("socket");
    }

    ContainerEngine engine() {
        return new ContainerEngine(socket());
    }

    /** The output of a command of docker. */
    String run(String... words) {
        var argv = new ArrayList<>(List.of("docker", "--host", "unix://" + socket()));
        argv.addAll(List.of(words));
        var finished = processes.run(argv, Duration.ofMinutes(1));
        assertThat(finished.ok()).as("%s: %s", argv, finished.complaint()).isTrue();
        return finished.output().strip();
    }

    /** A server of HTTP on port 80. */
    Container serve(String name, String... options) throws IOException {
        var words = new ArrayList<>(List.of("run", "--detach", "--name", name));
        words.addAll(List.of(options));
        words.addAll(List.of(IMAGE, "httpd", "-f", "-p", "80", "-h", "/www"));
        return Container.read(engine(), run(words.toArray(String[]::new)));
    }

    /** With all its containers. */
    @Override
    public void close() {
        try {
            if (daemon.isAlive() && answers()) {
                String all = run("ps", "--all", "--quiet");
                if (!all.isEmpty()) {
                    var words = new ArrayList<>(List.of("rm", "--force"));
                    words.addAll(all.lines().toList());
                    run(words.toArray(String[]::new));
                }
            }
        } finally {
            daemon.destroy();
            await().atMost(Duration.ofSeconds(30)).until(() -> !daemon.isAlive());
        }
    }
}
