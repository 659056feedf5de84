package dev.shakeout.testbed;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.ProcessIdentity;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A real Kubernetes control plane: API server with RBAC, controllers, scheduler and etcd, on a loopback address of its own.
 * It has no nodes by itself: {@link #playNodes} plays some, {@link #realNode} adds one whose pods run.
 */
public final class Cluster implements AutoCloseable {
    // Below the ports that the kernel hands out, so nobody takes one while its program is being restarted.
    private static final int SERVER = 6443;
    private static final int ETCD = 2379;
    private static final int ETCD_PEERS = 2380;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String ADMIN = "admin";

    static final String SERVICES = "10.96.0.0/16";
    static final String OWN_SERVICE = "10.96.0.1"; // the first of them
    static final String DNS = "10.96.0.10"; // as everywhere, but that nobody is there

    private final Path folder;
    private final KubernetesPrograms programs;
    private final Machine machine;
    private final String address;
    private final ClusterKeys keys;
    private final String adminToken = UUID.randomUUID().toString();
    private final String nodeToken = UUID.randomUUID().toString();
    private final KubernetesApi admin;
    private final List<Daemon> others = new ArrayList<>();
    private Optional<Daemon> server = Optional.empty();
    private Optional<PlayedNodes> nodes = Optional.empty();
    private Optional<RealNode> real = Optional.empty();

    private Cluster(Path folder, KubernetesPrograms programs, Machine machine) throws IOException {
        this.folder = folder;
        this.programs = programs;
        this.machine = machine;
        this.address = LoopbackAddress.free(SERVER, ETCD, ETCD_PEERS);
        this.keys = ClusterKeys.make(folder, address, machine.processes());
        this.admin = api(adminToken);
    }

    /**
     * Skips the test where its programs were not built; where that happens before all tests of a class, no report says why.
     * Returns when pods can be made in the namespace "default".
     *
     * @param folder an empty one, for data, keys and logs
     */
    public static Cluster start(Path folder, Machine machine) throws IOException {
        var programs = KubernetesPrograms.find(machine);
        assumeTrue(machine.tool("openssl").isPresent(), "needs openssl");
        var cluster = new Cluster(folder, programs, machine);
        try {
            cluster.startAll();
            return cluster;
        } catch (IOException | RuntimeException | Error e) {
            cluster.close();
            throw e;
        }
    }

    private void startAll() throws IOException {
        startEtcd();
        Files.writeString(folder.resolve("tokens.csv"), """
                %s,admin,admin,system:masters
                %s,system:node:%s,node,system:nodes
                """.formatted(adminToken, nodeToken, RealNode.NAME));
        server = Optional.of(startServer());
        others.add(start(
                "kube-controller-manager",
                "--kubeconfig=" + kubeconfig(),
                "--root-ca-file=" + keys.authority(),
                "--cluster-signing-cert-file=" + keys.authority(),
                "--cluster-signing-key-file=" + keys.authorityKey(),
                "--node-monitor-period=1s",
                "--kube-api-qps=500",
                "--kube-api-burst=1000",
                "--leader-elect=false",
                "--secure-port=0"));
        others.add(start(
                "kube-scheduler",
                "--kubeconfig=" + kubeconfig(),
                "--kube-api-qps=500",
                "--kube-api-burst=1000",
                "--leader-elect=false",
                "--secure-port=0"));
        awaitAnswer(admin, "/api/v1/namespaces/default/serviceaccounts/default", others);
    }

    private void startEtcd() throws IOException {
        String clients = "http://" + address + ":" + ETCD;
        String peers = "http://" + address + ":" + ETCD_PEERS;
        others.add(start(
                "etcd",
                "--name=testbed",
                "--data-dir=" + folder.resolve("etcd"),
                "--unsafe-no-fsync",
                "--listen-client-urls=" + clients,
                "--advertise-client-urls=" + clients,
                "--listen-peer-urls=" + peers,
                "--initial-advertise-peer-urls=" + peers,
                "--initial-cluster=testbed=" + peers));
        try (var etcd = KubernetesApi.at(clients, keys.authority(), "")) {
            awaitAnswer(etcd, "/health", others);
        }
    }

    private Daemon startServer() throws IOException {
        Daemon started = start(
                "kube-apiserver",
                "--bind-address=" + address,
                "--secure-port=" + SERVER,
                "--advertise-address=10.77.255.1", // it may be no loopback one; nobody goes there, as no pod runs
                "--endpoint-reconciler-type=none",
                "--etcd-servers=http://" + address + ":" + ETCD,
                "--tls-cert-file=" + keys.server(),
                "--tls-private-key-file=" + keys.serverKey(),
                "--client-ca-file=" + keys.authority(),
                "--token-auth-file=" + folder.resolve("tokens.csv"),
                "--authorization-mode=Node,RBAC",
                "--service-account-issuer=https://kubernetes.default.svc",
                "--service-account-key-file=" + keys.accountsPublic(),
                "--service-account-signing-key-file=" + keys.accountsKey(),
                "--service-cluster-ip-range=" + SERVICES,
                "--kubelet-client-certificate=" + keys.kubelets(),
                "--kubelet-client-key=" + keys.kubeletsKey(),
                "--kubelet-preferred-address-types=InternalIP",
                "--allow-privileged=true");
        awaitAnswer(admin, "/readyz", List.of(started));
        return started;
    }

    private Daemon start(String program, String... arguments) throws IOException {
        return Daemon.start(programs.path(program), List.of(arguments), folder.resolve(program + ".log"));
    }

    private static void awaitAnswer(KubernetesApi api, String path, List<Daemon> needed) {
        await(path).atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> {
            needed.forEach(Daemon::check);
            try {
                return api.ask("GET", path, Json.Obj.EMPTY).ok();
            } catch (IOException _) {
                return false; // it is on its way
            }
        });
    }

    /** Such as https://127.99.1.2:6443; the same after a restart. */
    public String server() {
        return "https://" + address + ":" + SERVER;
    }

    /** Of a user who may do everything. */
    public Path kubeconfig() throws IOException {
        return kubeconfig(ADMIN, "default", adminToken);
    }

    /** Of a service account, which must be there, with a token that is good for an hour. */
    public Path kubeconfig(String serviceAccount, String namespace) throws IOException {
        return kubeconfig(serviceAccount, namespace, token(serviceAccount, namespace));
    }

    /** A file of one context, named "testbed", with whatever token. */
    public Path kubeconfig(String user, String namespace, String token) throws IOException {
        return Files.writeString(folder.resolve("kubeconfig-" + namespace + "-" + user), """
                apiVersion: v1
                kind: Config
                current-context: testbed
                contexts:
                - name: testbed
                  context: {cluster: testbed, user: %s, namespace: %s}
                clusters:
                - name: testbed
                  cluster: {server: "%s", certificate-authority: "%s"}
                users:
                - name: %s
                  user: {token: "%s"}
                """.formatted(
                        user, namespace, server(), keys.authority(), user, token));
    }

    private String token(String serviceAccount, String namespace) throws IOException {
        return admin.create(
                        "/api/v1/namespaces/" + namespace + "/serviceaccounts/" + serviceAccount + "/token",
                        Json.object("spec", Json.object("expirationSeconds", 3600)))
                .text("status", "token");
    }

    /** As the user who may do everything. */
    public KubernetesApi api() {
        return admin;
    }

    /** As a service account, which must be there. The caller closes it. */
    public KubernetesApi api(String serviceAccount, String namespace) throws IOException {
        return api(token(serviceAccount, namespace));
    }

    private KubernetesApi api(String token) throws IOException {
        return KubernetesApi.at(server(), keys.authority(), token);
    }

    /** Adds nodes named node-1, node-2 and so on; once for a cluster. Returns when pods can be bound to all of them. */
    public PlayedNodes playNodes(int count) throws IOException {
        return playNodes(PlayedNodes.named(count));
    }

    /** The same under other names. */
    public PlayedNodes playNodes(List<String> names) throws IOException {
        PlayedNodes played = PlayedNodes.start(admin, names);
        nodes = Optional.of(played);
        await("nodes without taints")
                .atMost(PATIENCE)
                .until(() -> admin.get("/api/v1/nodes").each("items").stream()
                        .allMatch(node -> node.each("spec", "taints").isEmpty()));
        return played;
    }

    /**
     * Adds a node whose pods really run; once for a cluster, beside played ones or alone. Skips the test where its kubelet was
     * not built, or a tool is missing. Returns when pods can be bound to it.
     */
    public RealNode realNode() throws IOException {
        RealNode started = RealNode.start(
                Files.createDirectory(folder.resolve(RealNode.NAME)),
                programs.kubelet(),
                keys,
                address,
                SERVER,
                nodeToken,
                machine);
        real = Optional.of(started);
        await("the node to be ready, see " + started.folder()).atMost(PATIENCE).until(() -> {
            started.check();
            var node = admin.ask("GET", "/api/v1/nodes/" + RealNode.NAME, Json.Obj.EMPTY);
            return node.ok() && node.body().each("spec", "taints").isEmpty();
        });
        return started;
    }

    /** Stops the API server where it stands (SIGSTOP): connections are accepted, and nothing is answered until it goes on. */
    public void pauseServer() {
        running().pause();
    }

    public void continueServer() {
        running().resume();
    }

    /** Kills the API server (SIGKILL): connections are refused. */
    public void killServer() {
        running().close();
    }

    /** After {@link #killServer}, on the same address and with the same data; returns when it is ready. */
    public void restartServer() throws IOException {
        if (!running().ended()) {
            throw new IllegalStateException("the API server is still there: kill it first");
        }
        server = Optional.of(startServer());
    }

    private Daemon running() {
        return server.orElseThrow(() -> new IllegalStateException("there is no API server yet"));
    }

    /** The API server first. */
    public List<ProcessIdentity> processes() {
        var all = new ArrayList<ProcessIdentity>();
        server.map(Daemon::identity).ifPresent(all::add);
        others.forEach(daemon -> all.add(daemon.identity()));
        return all;
    }

    @Override
    public void close() {
        nodes.ifPresent(PlayedNodes::close);
        real.ifPresent(RealNode::close);
        admin.close();
        server.ifPresent(Daemon::close);
        others.reversed().forEach(Daemon::close);
    }
}
