package dev.shakeout.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Processes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A real container engine, Docker or Podman, in a network namespace of its own, with an image that is made of one program.
 * The command docker speaks to both.
 */
public final class Engine implements AutoCloseable {
    public static final String IMAGE = "shop/web:1.0";

    private static final String DOCKER = """
            ip link set lo up
            exec dockerd --data-root "$1/data" --exec-root "$1/exec" --pidfile "$1/pid" --host "unix://$1/socket" \\
              --default-ulimit nofile=1024:1024 >"$1/log" 2>&1""";

    /** What it keeps outside of its folders is in mounts of its own; limits that it would raise it may not raise here. */
    private static final String PODMAN = """
            ip link set lo up
            mkdir -p "$1/networks" "$1/cni" "$1/files" /var/lib/cni && mount -t tmpfs none /dev/shm && mount -t tmpfs none /run &&
              mount --bind "$1/cni" /var/lib/cni && mkdir /run/netns || exit 1
            printf '[containers]\\ndefault_ulimits = ["nofile=1024:1024", "nproc=4096:4096"]\\n' >"$1/containers.conf"
            export CONTAINERS_CONF="$1/containers.conf" TMPDIR="$1/files" # images that it loads stay there
            exec podman --root "$1/data" --runroot "$1/exec" --tmpdir "$1/tmp" --network-config-dir "$1/networks" \\
              --runtime runc --cgroup-manager cgroupfs --storage-driver vfs --events-backend file \\
              system service --time 0 "unix://$1/socket" >"$1/log" 2>&1""";

    /** An ordinary user, the last argument, with one number for all users in its containers; there is no network for them. */
    private static final String ROOTLESS = """
            mkdir -p "$1/home" "$1/run" "$1/files" && chown -R "$2" "$1" || exit 1
            cd "$1" || exit 1
            printf '[containers]\\ndefault_ulimits = ["nofile=1024:1024", "nproc=4096:4096"]\\n' >containers.conf
            exec setpriv --reuid "$2" --regid "$2" --clear-groups env CONTAINERS_CONF="$1/containers.conf" HOME="$1/home" \\
              TMPDIR="$1/files" XDG_RUNTIME_DIR="$1/run" podman --runtime runc --cgroup-manager cgroupfs --storage-driver vfs \\
              --events-backend file system service --time 0 "unix://$1/socket" >"$1/log" 2>&1""";

    private static final String NOBODY = "65534";

    private static final String MAKE_IMAGE = """
            mkdir -p "$1/image/bin" "$1/image/www" && cp "$(command -v busybox)" "$1/image/bin/busybox" || exit 1
            for name in sh sleep httpd; do ln -s busybox "$1/image/bin/$name" || exit 1; done
            echo hello >"$1/image/www/index.html"
            tar -C "$1/image" -c . | docker --host "unix://$1/socket" import - "$2\"""";

    private final Path folder;
    private final Processes processes;
    private final Process daemon;

    private Engine(Path folder, Machine machine, Process daemon) {
        this.folder = folder;
        this.processes = machine.processes();
        this.daemon = daemon;
    }

    /** Skips the test where there is none. */
    public static Engine docker(Path folder, Machine machine) throws IOException {
        return start(DOCKER, folder, machine, "dockerd", "docker", "busybox", "unshare", "ip");
    }

    /** Skips the test where there is none. */
    public static Engine podman(Path folder, Machine machine) throws IOException {
        return start(PODMAN, folder, machine, "podman", "runc", "conmon", "docker", "busybox", "unshare", "ip");
    }

    /**
     * Podman as an ordinary user has it; skips the test where that cannot be.
     *
     * @param folder in one that all may go through
     */
    public static Engine rootless(Path folder, Machine machine) throws IOException {
        Path own = folder.resolve("rootless");
        assumeTrue(machine.isRoot(), "needs root to become an ordinary user");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x")); // to get through
        Files.createDirectory(own);
        assumeTrue(
                machine.processes()
                        .run(List.of(
                                "setpriv",
                                "--reuid",
                                NOBODY,
                                "--regid",
                                NOBODY,
                                "--clear-groups",
                                "unshare",
                                "-Ur",
                                "true"))
                        .ok(),
                "needs a kernel that lets ordinary users have namespaces");
        return start(
                ROOTLESS, own, machine, "podman", "runc", "conmon", "docker", "busybox", "setpriv", "unshare", "ip");
    }

    private static Engine start(String script, Path folder, Machine machine, String... tools) throws IOException {
        assumeTrue(machine.isRoot(), "needs root to start a container engine");
        for (String tool : tools) {
            assumeTrue(
                    machine.tool(tool).isPresent(),
                    "needs " + tool + " (Debian: docker.io, podman, runc, busybox-static)");
        }
        Process daemon = new ProcessBuilder(
                        "unshare", "--net", "--mount", "sh", "-c", script, "sh", folder.toString(), NOBODY)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        var engine = new Engine(folder, machine, daemon);
        try {
            await().atMost(Duration.ofMinutes(1))
                    .failFast("it has ended: " + folder.resolve("log"), () -> !daemon.isAlive())
                    .until(engine::answers);
            var made = engine.processes.run(
                    List.of("sh", "-c", MAKE_IMAGE, "sh", folder.toString(), IMAGE), Duration.ofMinutes(1));
            assertThat(made.ok()).as(made.complaint()).isTrue();
            return engine;
        } catch (RuntimeException | Error e) {
            engine.close();
            throw e;
        }
    }

    private boolean answers() {
        return processes
                .run(List.of("docker", "--host", "unix://" + socket(), "version"))
                .ok();
    }

    public Path socket() {
        return folder.resolve("socket");
    }

    /** Of the engine itself. */
    long pid() {
        return daemon.pid();
    }

    /** What it keeps is here. */
    Path folder() {
        return folder;
    }

    /** What is put before a command that is to run where the ports of its containers are. */
    public List<String> inItsNetwork() {
        return List.of("nsenter", "--net=/proc/" + daemon.pid() + "/ns/net");
    }

    /** The output of a command of docker. */
    public String run(String... words) {
        var argv = new ArrayList<>(List.of("docker", "--host", "unix://" + socket()));
        argv.addAll(List.of(words));
        var finished = processes.run(argv, Duration.ofMinutes(1));
        assertThat(finished.ok()).as("%s: %s", argv, finished.complaint()).isTrue();
        return finished.output().strip();
    }

    /** Starts a server of HTTP on port 80, and tells its id. */
    public String serve(String name, String... options) {
        var words = new ArrayList<>(List.of("run", "--detach", "--name", name));
        words.addAll(List.of(options));
        words.addAll(List.of(IMAGE, "httpd", "-f", "-p", "80", "-h", "/www"));
        return run(words.toArray(String[]::new));
    }

    /** With all its containers. */
    @Override
    public void close() {
        try {
            if (daemon.isAlive() && answers()) {
                await().atMost(Duration.ofMinutes(1)).until(this::isEmptied);
            }
        } finally {
            daemon.destroy();
            await().atMost(Duration.ofSeconds(30)).until(() -> !daemon.isAlive());
            monitors().forEach(Engine::end);
            await().atMost(Duration.ofSeconds(30)).until(() -> monitors().isEmpty());
        }
    }

    private boolean isEmptied() {
        var all = run("ps", "--all", "--quiet").lines().toList();
        if (all.isEmpty()) {
            return true;
        }
        var argv = new ArrayList<>(List.of("docker", "--host", "unix://" + socket(), "rm", "--force"));
        argv.addAll(all);
        processes.run(argv, Duration.ofMinutes(1)); // one that is on its way out already is a complaint
        return false;
    }

    /**
     * Podman has a process beside each container, which outlives it, and one that was removed in the middle of its end. An
     * ordinary user's has one more, which keeps that user's namespaces.
     */
    private List<ProcessHandle> monitors() {
        return ProcessHandle.allProcesses()
                .filter(each -> isMonitor(each) || keepsNamespaces(each))
                .toList();
    }

    private boolean isMonitor(ProcessHandle process) {
        return process.info().command().orElse("").endsWith("/conmon")
                && process.info().commandLine().orElse("").contains(folder + "/");
    }

    private boolean keepsNamespaces(ProcessHandle process) {
        if (process.pid() == daemon.pid()
                || !process.info().command().orElse("").endsWith("/podman")) {
            return false;
        }
        try {
            return Files.readString(Path.of("/proc/" + process.pid() + "/environ"), StandardCharsets.ISO_8859_1)
                    .contains("XDG_RUNTIME_DIR=" + folder + "/");
        } catch (IOException _) {
            return false; // it has ended
        }
    }

    private static void end(ProcessHandle monitor) {
        monitor.descendants().forEach(ProcessHandle::destroyForcibly);
        monitor.destroyForcibly();
    }
}
