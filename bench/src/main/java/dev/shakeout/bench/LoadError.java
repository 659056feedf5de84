package dev.shakeout.bench;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.ProbeKind;
import dev.shakeout.engine.ProbeReader;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Json;
import dev.shakeout.model.LoadWindow;
import dev.shakeout.model.Parameter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * How far off the load probe is: a server of known delay measures its own service times, and the probe's percentiles are
 * put beside them. The peer is the JDK's asynchronous client on the same schedule. Server and clients are processes of
 * their own, and each client starts cold, as a probe does.
 *
 * <p>Arguments: requests per second (500), seconds (20), delay in milliseconds (20).
 */
public final class LoadError {
    private static final String FORM = "%-28s %9s %9s %9s %9s %9s %7s%n";

    private LoadError() {}

    public static void main(String[] arguments) throws Exception {
        String role = arguments.length == 0 ? "500" : arguments[0];
        switch (role) {
            case "server" -> serve(Duration.ofMillis(Long.parseLong(arguments[1])));
            case "probe" -> probe(arguments);
            case "jdk" -> jdkClient(arguments);
            default ->
                compare(role, arguments.length > 1 ? arguments[1] : "20", arguments.length > 2 ? arguments[2] : "20");
        }
    }

    private static void compare(String rate, String seconds, String delay) throws Exception {
        System.out.printf("%s requests/s for %s s, a server that takes %s ms; times in ms%n%n", rate, seconds, delay);
        System.out.printf(FORM, "", "p50", "p95", "p99", "max", "requests", "CPU s");
        compare("load probe", "probe", rate, seconds, delay);
        compare("JDK HttpClient, sendAsync", "jdk", rate, seconds, delay);
    }

    private static void compare(String name, String role, String rate, String seconds, String delay) throws Exception {
        Process server = child("server", delay);
        try (var output = reader(server)) {
            Process client = child(role, "http://127.0.0.1:" + output.readLine() + "/", rate, seconds);
            try (var lines = reader(client)) {
                Row first = Row.parse(lines.readLine());
                Row whole = Row.parse(lines.readLine());
                client.waitFor();
                server.getOutputStream().close();
                Row truth = Row.parse(output.readLine());
                System.out.println(name);
                truth.print("  server's own");
                whole.print("  client's");
                whole.minus(truth).print("  difference");
                first.print("  client's first second");
            }
        } finally {
            server.destroyForcibly();
        }
    }

    private static BufferedReader reader(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    private static Process child(String... arguments) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path")));
        command.add(LoadError.class.getName());
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Micros of p50, p95, p99 and max, the number of requests, and CPU milliseconds since the process started. */
    private record Row(List<Long> micros, long requests, long cpuMillis) {
        static Row of(long[] nanos) {
            Arrays.sort(nanos);
            var micros = Stream.of(50, 95, 99, 100)
                    .map(p -> nanos[(p * nanos.length + 99) / 100 - 1] / 1000)
                    .toList();
            return new Row(micros, nanos.length, cpuMillisNow());
        }

        static Row of(LoadWindow window) {
            var micros = Stream.of(window.p50(), window.p95(), window.p99(), window.max())
                    .map(latency -> latency.toNanos() / 1000)
                    .toList();
            return new Row(micros, window.answered() - window.errors(), cpuMillisNow());
        }

        static Row parse(String line) {
            var numbers = Stream.of(line.split(" ", -1)).map(Long::valueOf).toList();
            return new Row(numbers.subList(0, 4), numbers.get(4), numbers.get(5));
        }

        private static long cpuMillisNow() {
            return ProcessHandle.current()
                    .info()
                    .totalCpuDuration()
                    .map(Duration::toMillis)
                    .orElse(0L);
        }

        Row minus(Row other) {
            var less = new ArrayList<Long>();
            for (int i = 0; i < micros.size(); i++) {
                less.add(micros.get(i) - other.micros.get(i));
            }
            return new Row(less, requests - other.requests, 0);
        }

        void send() {
            var numbers = Stream.concat(micros.stream(), Stream.of(requests, cpuMillis));
            System.out.println(String.join(" ", numbers.map(String::valueOf).toList()));
        }

        void print(String name) {
            var cells = new ArrayList<Object>(List.of(name));
            micros.forEach(value -> cells.add("%.3f".formatted(value / 1000.0)));
            cells.add(cpuMillis == 0 ? "" : requests);
            cells.add(cpuMillis == 0 ? "" : "%.2f".formatted(cpuMillis / 1000.0));
            System.out.printf(FORM, cells.toArray());
        }
    }

    private static void probe(String[] arguments) throws Exception {
        ProbeKind kind = ServiceLoader.load(ProbeKind.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(k -> k.descriptor().name().equals("load"))
                .findFirst()
                .orElseThrow();
        var given = Json.object("url", arguments[1], "rate", arguments[2] + "/s");
        var values = new LinkedHashMap<String, Object>();
        for (Parameter<?> parameter : kind.descriptor().parameters()) {
            given.get(parameter.name())
                    .ifPresent(json ->
                            values.put(parameter.name(), parameter.type().parse(json)));
        }
        try (var reader = (ProbeReader.Continuous) kind.open("bench", new Arguments(values), Machine.local())) {
            reader.start();
            Instant start = Instant.now();
            Instant end = start.plusSeconds(Long.parseLong(arguments[3]));
            Thread.sleep(Duration.between(Instant.now(), end.plusSeconds(1)));
            Row.of(reader.window(Instant.EPOCH, start.plusSeconds(1))).send();
            Row.of(reader.window(Instant.EPOCH, end)).send();
        }
    }

    private static void jdkClient(String[] arguments) throws Exception {
        int perSecond = Integer.parseInt(arguments[2]);
        int count = perSecond * Integer.parseInt(arguments[3]);
        var nanos = new long[count];
        try (var client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            var request = HttpRequest.newBuilder(URI.create(arguments[1])).build();
            long start = System.nanoTime();
            for (int i = 0; i < count; i++) {
                int number = i;
                long due = start + (long) (i * (1e9 / perSecond));
                sleepUntil(due);
                var _ = client.sendAsync(request, HttpResponse.BodyHandlers.discarding())
                        .thenAccept(_ -> nanos[number] = System.nanoTime() - due);
            }
            Thread.sleep(1000);
        }
        var answered = LongStream.of(nanos).filter(value -> value > 0).toArray();
        Row.of(Arrays.copyOf(nanos, perSecond)).send();
        Row.of(answered).send();
    }

    private static void sleepUntil(long nanos) {
        for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
            if (left > 60_000) {
                LockSupport.parkNanos(left - 60_000);
            } else {
                Thread.onSpinWait();
            }
        }
    }

    /** Prints its port; at the end of its input, its own service times, from request read to answer written. */
    private static void serve(Duration delay) throws Exception {
        var times = new ConcurrentLinkedQueue<Long>();
        try (var server = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress())) {
            System.out.println(server.getLocalPort());
            Thread.ofPlatform().daemon().start(() -> {
                while (!server.isClosed()) {
                    try {
                        Socket socket = server.accept();
                        Thread.ofPlatform().daemon().start(() -> answer(socket, delay, times));
                    } catch (IOException _) {
                        return;
                    }
                }
            });
            while (System.in.read() >= 0) {
                // only the end of the input matters
            }
            Row.of(times.stream().mapToLong(Long::longValue).toArray()).send();
        }
    }

    private static void answer(Socket socket, Duration delay, ConcurrentLinkedQueue<Long> times) {
        byte[] answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(StandardCharsets.US_ASCII);
        var buffer = new byte[8192];
        try (socket;
                InputStream in = socket.getInputStream();
                OutputStream out = socket.getOutputStream()) {
            socket.setTcpNoDelay(true);
            while (in.read(buffer) > 0) {
                long received = System.nanoTime();
                sleepUntil(received + delay.toNanos());
                out.write(answer);
                times.add(System.nanoTime() - received);
            }
        } catch (IOException _) {
            // the client has gone
        }
    }
}
