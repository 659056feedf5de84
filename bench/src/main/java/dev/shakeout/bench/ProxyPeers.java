package dev.shakeout.bench;

import dev.shakeout.engine.Machine;
import dev.shakeout.faults.host.proxy.Proxy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Our proxy and its peers, each a process of its own in front of the same server. A peer that is missing is left out. */
final class ProxyPeers implements AutoCloseable {
    static final String OURS = "shakeout";
    static final String TOXIPROXY = "toxiproxy";
    static final String HAPROXY = "haproxy";

    private final Machine machine = Machine.local();
    private final Path folder = Files.createTempDirectory("proxies");
    private final Map<String, Process> processes = new LinkedHashMap<>();
    private final Map<String, Integer> ports = new LinkedHashMap<>();

    ProxyPeers() throws IOException {}

    /** Where each listens, by its name. */
    Map<String, InetSocketAddress> addresses() {
        var addresses = new LinkedHashMap<String, InetSocketAddress>();
        ports.forEach(
                (name, port) -> addresses.put(name, new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
        return addresses;
    }

    /** Processor time that one of them has used, in seconds; none by who is none of them. */
    double processorSeconds(String name) {
        return Optional.ofNullable(processes.get(name))
                .flatMap(process -> process.info().totalCpuDuration())
                .map(used -> used.toNanos() / 1e9)
                .orElse(0.0);
    }

    /** @param faults that it begins with */
    void ours(int upstream, String... faults) throws IOException {
        int port = freePort();
        var argv = new ArrayList<>(machine.java());
        argv.addAll(Proxy.OPTIONS);
        argv.addAll(List.of(Proxy.class.getName(), "--listen", "127.0.0.1:" + port));
        argv.addAll(List.of("--upstream", "127.0.0.1:" + upstream));
        for (String fault : faults) {
            argv.addAll(List.of("--fault", fault));
        }
        start(OURS, port, port, argv);
    }

    /** @param toxics as its API takes them */
    void toxiproxy(int upstream, String... toxics) throws IOException, InterruptedException {
        Optional<Path> server = Optional.ofNullable(System.getenv("TOXIPROXY"))
                .map(Path::of)
                .or(() -> machine.tool("toxiproxy-server"));
        if (server.isEmpty()) {
            System.out.println("without Toxiproxy: name its server in TOXIPROXY; to make one:\n"
                    + "  GOBIN=FOLDER go install github.com/Shopify/toxiproxy/v2/cmd/server@latest"
                    + " && TOXIPROXY=FOLDER/server");
            return;
        }
        int api = freePort();
        int port = freePort();
        start(TOXIPROXY, port, api, List.of(server.get().toString(), "-host", "127.0.0.1", "-port", "" + api));
        post(api, "/proxies", """
                {"name": "it", "listen": "127.0.0.1:%d", "upstream": "127.0.0.1:%d", "enabled": true}
                """.formatted(port, upstream));
        for (String toxic : toxics) {
            post(api, "/proxies/it/toxics", toxic);
        }
    }

    private static void post(int port, String path, String body) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build();
            var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new IOException("Toxiproxy did not take " + path + ": " + answer.body());
            }
        }
    }

    void haproxy(int upstream) throws IOException {
        Optional<Path> haproxy = machine.tool("haproxy");
        if (haproxy.isEmpty()) {
            System.out.println("without haproxy: apt-get install haproxy");
            return;
        }
        int port = freePort();
        Path configuration = folder.resolve("haproxy.cfg");
        Files.writeString(configuration, """
                global
                    nbthread 1
                    maxconn 5000
                defaults
                    mode tcp
                    timeout connect 10s
                    timeout client 60s
                    timeout server 60s
                listen it
                    bind 127.0.0.1:%d backlog 4096
                    server it 127.0.0.1:%d
                """.formatted(port, upstream));
        start(HAPROXY, port, port, List.of(haproxy.get().toString(), "-db", "-f", configuration.toString()));
    }

    private void start(String name, int port, int awaited, List<String> argv) throws IOException {
        var process = new ProcessBuilder(argv)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        processes.put(name, process);
        awaitListening(awaited);
        ports.put(name, port);
    }

    private static void awaitListening(int port) throws IOException {
        for (int tries = 0; tries < 200; tries++) {
            try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException _) {
                java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
            }
        }
        throw new IOException("nobody listens on port " + port);
    }

    private static int freePort() throws IOException {
        try (var free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    @Override
    public void close() throws IOException {
        for (Process process : processes.values()) {
            process.destroyForcibly().onExit().join();
        }
        Files.deleteIfExists(folder.resolve("haproxy.cfg"));
        Files.delete(folder);
    }
}
