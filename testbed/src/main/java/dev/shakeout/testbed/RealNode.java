package dev.shakeout.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.ProcessIdentity;
import dev.shakeout.engine.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A real node: a kubelet with containerd, runc and a network of pods, in namespaces and a control group of its own. Its pods
 * are reached at their addresses, and reach the API server as in any cluster. There is no DNS and no network policy, and no
 * service but that of the API server has an address that leads anywhere.
 *
 * <p>It pulls nothing: images are {@link #IMAGE} and what {@link #add} brings. All of it is gone when it is closed, and when
 * the JVM is gone, however that came about.
 */
public final class RealNode implements AutoCloseable {
    public static final String NAME = "worker-1";

    /** Busybox with all its commands; by itself it serves HTTP on port 80. */
    public static final String IMAGE = Engine.IMAGE;

    private static final List<String> TOOLS =
            List.of("containerd", "ctr", "runc", "busybox", "socat", "unshare", "nsenter", "ip", "nft");
    private static final String SERVE = """
            ["httpd", "-f", "-p", "80", "-h", "/www"]""";
    private static final String PAUSE = """
            ["sh", "-c", "trap exit TERM; while :; do sleep 1000000 & wait; done"]""";

    private final Path folder;
    private final Processes processes;
    private final String group;
    private final Daemon inside;
    private final NodeLink link;
    private final Daemon relay;

    private RealNode(Path folder, Processes processes, String group, Daemon inside, NodeLink link, Daemon relay) {
        this.folder = folder;
        this.processes = processes;
        this.group = group;
        this.inside = inside;
        this.link = link;
        this.relay = relay;
    }

    /**
     * Skips the test where a tool is missing. Returns when its programs are on their way.
     *
     * @param folder an empty one
     * @param server where the API server is, on this host
     * @param token the node's own
     */
    static RealNode start(
            Path folder, Path kubelet, ClusterKeys keys, String server, int port, String token, Machine machine)
            throws IOException {
        needTools(machine);
        var processes = machine.processes();
        var files = new NodeFiles(folder, keys);
        makeImage(files, "docker.io/" + IMAGE, SERVE, processes);
        makeImage(files, NodeFiles.PAUSE, PAUSE, processes);
        String group = "testbed-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
        Daemon inside = inside(files, group, kubelet, machine);
        try {
            NodeLink link = NodeLink.join(inside.identity().pid(), port, processes);
            Daemon relay = Daemon.start(
                    machine.tool("socat").orElseThrow(),
                    List.of(
                            "TCP-LISTEN:%d,bind=%s,reuseaddr,fork".formatted(port, link.host()),
                            "TCP:%s:%d".formatted(server, port)),
                    folder.resolve("relay.log"));
            files.write(link, group, port, token);
            files.start(link);
            return new RealNode(folder, processes, group, inside, link, relay);
        } catch (IOException | RuntimeException | Error e) {
            inside.close();
            throw e;
        }
    }

    private static void needTools(Machine machine) {
        assumeTrue(machine.isRoot(), "needs root to start a real node");
        for (String tool : TOOLS) {
            assumeTrue(
                    machine.tool(tool).isPresent(),
                    () -> "needs " + tool + " (Debian: docker.io, busybox-static, socat, iproute2, nftables)");
        }
        assumeTrue(
                Files.isExecutable(Path.of("/usr/lib/cni/bridge")),
                "needs /usr/lib/cni/bridge (Debian: containernetworking-plugins)");
    }

    /** Returns when it has its namespaces. */
    private static Daemon inside(NodeFiles files, String group, Path kubelet, Machine machine) throws IOException {
        var arguments = new ArrayList<>(List.of("--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"));
        arguments.addAll(List.of("sh", Script.into(files.folder(), "node.sh").toString()));
        arguments.addAll(List.of(files.folder().toString(), group, NAME, kubelet.toString()));
        Daemon inside = Daemon.start(
                machine.tool("unshare").orElseThrow(),
                arguments,
                files.folder().resolve("kubelet.log"),
                removal(group));
        await("namespaces of its own").until(() -> inside.ended() || entered(inside));
        inside.check();
        return inside;
    }

    /** Also done in place of a JVM that is gone. */
    private static String removal(String group) {
        return """
            tries=600
            while [ -n "$(find /sys/fs/cgroup -maxdepth 2 -name '%1$s')" ] && [ $tries -gt 0 ]; do
                find /sys/fs/cgroup -depth -path '*/%1$s*' -type d -exec rmdir {} +
                tries=$((tries - 1))
                sleep 0.05
            done""".formatted(group);
    }

    private static boolean entered(Daemon inside) throws IOException {
        Path its = Path.of("/proc/" + inside.identity().pid() + "/ns/pid_for_children");
        return !Files.readSymbolicLink(its).equals(Files.readSymbolicLink(Path.of("/proc/self/ns/pid")));
    }

    private static void makeImage(NodeFiles files, String name, String command, Processes processes)
            throws IOException {
        Files.createDirectories(files.images());
        Path archive = files.images().resolve(name.replaceAll("\\W", "-") + ".tar");
        String architecture = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
        var made = processes.run(
                List.of(
                        "sh",
                        Script.into(files.folder(), "image.sh").toString(),
                        archive.toString(),
                        name,
                        architecture,
                        command.strip()),
                Duration.ofMinutes(1));
        assertThat(made.ok()).as(made.complaint()).isTrue();
    }

    /** Complains if it has ended. */
    void check() {
        inside.check();
    }

    /** The address of the node; those of its pods are in their status. */
    public String address() {
        return link.node();
    }

    /**
     * Makes an image known to the node.
     *
     * @param archive as docker save or podman save write it
     */
    public void add(Path archive) {
        run(Duration.ofMinutes(2), "ctr", "--namespace", "k8s.io", "images", "import", archive.toString());
    }

    /** The output of a command that sees the node's processes, mounts and network. */
    public String run(String... words) {
        return run(Duration.ofMinutes(1), words);
    }

    private String run(Duration limit, String... words) {
        var argv = new ArrayList<>(inIt());
        argv.addAll(List.of(words));
        var finished = processes.run(argv, limit);
        assertThat(finished.ok()).as("%s: %s", argv, finished.complaint()).isTrue();
        return finished.output().strip();
    }

    /** What is put before a command that is to run on the node. */
    public List<String> inIt() {
        String namespaces = "/proc/" + inside.identity().pid() + "/ns/";
        return List.of(
                "nsenter",
                "--net=" + namespaces + "net",
                "--mount=" + namespaces + "mnt",
                "--pid=" + namespaces + "pid_for_children");
    }

    /** Whose end is the node's. */
    ProcessIdentity process() {
        return inside.identity();
    }

    /** What is left of it on this host: control groups and its end of the link. Nothing after it was closed. */
    List<Path> traces() throws IOException {
        try (Stream<Path> trees = Files.list(Path.of("/sys/fs/cgroup"))) {
            return Stream.concat(
                            Stream.of(Path.of("/sys/class/net", link.device()), Path.of("/sys/fs/cgroup", group)),
                            trees.map(tree -> tree.resolve(group)))
                    .filter(Files::exists)
                    .toList();
        }
    }

    /** The logs of its programs are here. */
    public Path folder() {
        return folder;
    }

    @Override
    public void close() {
        relay.close();
        inside.close();
        await("the end of " + folder).atMost(Duration.ofMinutes(1)).until(() -> traces().isEmpty());
    }
}
