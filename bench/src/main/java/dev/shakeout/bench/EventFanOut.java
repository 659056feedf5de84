package dev.shakeout.bench;

import dev.shakeout.engine.JsonReader;
import dev.shakeout.engine.TemporaryFolder;
import dev.shakeout.model.Json;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many events of a run the server stores and passes on to a hundred viewers in a second. The run is a real one that waits; its events are
 * played: they are written to the file in which the server finds what the run says. Beside it, from this process, a bare server that
 * sends the same bytes to as many viewers and stores nothing.
 */
public final class EventFanOut {
    private static final int VIEWERS = 100;
    private static final int EVENTS = 200_000;
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final CountDownLatch START = new CountDownLatch(1);

    private EventFanOut() {}

    /** @param arguments how many events, and how many viewers; 200,000 and 100 if not given */
    public static void main(String[] arguments) throws Exception {
        int events = arguments.length > 0 ? Integer.parseInt(arguments[0]) : EVENTS;
        int viewers = arguments.length > 1 ? Integer.parseInt(arguments[1]) : VIEWERS;
        try (var folder = TemporaryFolder.make("event-fan-out")) {
            Path data = folder.path().resolve("server");
            try (var server = ServerProcess.start(data)) {
                String run = begin(server, data);
                measure(server, run, data, events, viewers);
            }
        }
        bare(events, viewers);
    }

    /** @return the id of a run that has begun */
    private static String begin(ServerProcess server, Path data) throws IOException, InterruptedException {
        put(server, "/environments/staging", "{\"description\": \"\"}");
        put(server, "/experiments/wait", """
                {"owner": "bench", "definition": {"title": "it waits", "description": "and is waited for", "method": [
                  {"type": "action", "name": "wait", "provider": {"type": "process", "path": "sleep", "arguments": "600"}}]}}
                """);
        String run = text(
                server.send(
                        "POST",
                        "/api/v1/runs",
                        Optional.of("{\"experiment\": \"wait\", \"environment\": \"staging\"}"),
                        server.token()),
                "id");
        Path told = told(data, run);
        while (!Files.exists(told) || !Files.readString(told).contains("wait")) {
            Thread.sleep(50);
        }
        return run;
    }

    private static Path told(Path data, String run) {
        return data.resolve("runs").resolve(run).resolve("out");
    }

    private static void put(ServerProcess server, String path, String body) throws IOException, InterruptedException {
        server.send("PUT", "/api/v1" + path, Optional.of(body), server.token());
    }

    private static String text(String json, String member) {
        return JsonReader.read(json) instanceof Json.Obj object
                ? object.get(member).map(Json::text).orElse("")
                : "";
    }

    private static String line(int number) {
        return Json.object(
                                "timestamp",
                                Instant.now().toString(),
                                "levelname",
                                "INFO",
                                "message",
                                "event " + number + ": the p95 of fks_api is 183 ms, and was 42 ms before")
                        .compact()
                + "\n";
    }

    private static void measure(ServerProcess server, String run, Path data, int events, int viewers) throws Exception {
        String last = "event " + (events - 1) + ":";
        var all = new CountDownLatch(viewers);
        var bytes = new AtomicLong();
        for (int i = 0; i < viewers; i++) {
            InputStream stream = server.follow("/api/v1/runs/" + run + "/events", server.token());
            Thread.ofPlatform().daemon().start(() -> {
                bytes.addAndGet(until(last, stream));
                all.countDown();
            });
        }
        long begun = System.nanoTime();
        try (var out =
                new BufferedOutputStream(Files.newOutputStream(told(data, run), StandardOpenOption.APPEND), 1 << 16)) {
            for (int i = 0; i < events; i++) {
                out.write(line(i).getBytes(StandardCharsets.UTF_8));
            }
        }
        boolean done = all.await(LIMIT.toSeconds(), TimeUnit.SECONDS);
        print("the server, stored in SQLite", events, viewers, begun, bytes.get(), done);
    }

    private static void print(String what, int events, int viewers, long begun, long bytes, boolean done) {
        double seconds = (System.nanoTime() - begun) / 1e9;
        System.out.printf(
                "%s: %d events to %d viewers in %.1f s: %,.0f events/s, each to all; %,.0f events/s told, %,.0f MB/s%s%n",
                what,
                events,
                viewers,
                seconds,
                events / seconds,
                events / seconds * viewers,
                bytes / seconds / 1e6,
                done ? "" : "; NOT ALL ARRIVED");
    }

    /** @return how many bytes came until a text was among them */
    private static long until(String text, InputStream stream) {
        byte[] wanted = text.getBytes(StandardCharsets.UTF_8);
        byte[] buffer = new byte[1 << 16];
        int kept = 0;
        long count = 0;
        try (stream) {
            while (true) {
                int read = stream.read(buffer, kept, buffer.length - kept);
                if (read < 0) {
                    return count;
                }
                count += read;
                int end = kept + read;
                if (holds(buffer, end, wanted)) {
                    return count;
                }
                kept = Math.min(end, wanted.length - 1); // it may be cut in two
                System.arraycopy(buffer, end - kept, buffer, 0, kept);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean holds(byte[] buffer, int end, byte[] wanted) {
        for (int i = 0; i <= end - wanted.length; i++) {
            if (buffer[i] == wanted[0] && Arrays.equals(buffer, i, i + wanted.length, wanted, 0, wanted.length)) {
                return true;
            }
        }
        return false;
    }

    /** The same lines from memory, in pieces as large. */
    private static void bare(int events, int viewers) throws Exception {
        byte[][] pieces = new byte[(events + 499) / 500][];
        for (int i = 0; i < pieces.length; i++) {
            var piece = new StringBuilder();
            for (int j = i * 500; j < Math.min(events, (i + 1) * 500); j++) {
                piece.append("id: ")
                        .append(j)
                        .append("\ndata: ")
                        .append(line(j))
                        .append("\n");
            }
            pieces[i] = piece.toString().getBytes(StandardCharsets.UTF_8);
        }
        var all = new CountDownLatch(viewers);
        var bytes = new AtomicLong();
        try (var listening = new ServerSocket(0, viewers, InetAddress.getLoopbackAddress())) {
            for (int i = 0; i < viewers; i++) {
                var viewer = new Socket(listening.getInetAddress(), listening.getLocalPort());
                Socket accepted = listening.accept();
                Thread.ofVirtual().start(() -> send(pieces, accepted));
                Thread.ofPlatform().daemon().start(() -> {
                    try (viewer) {
                        bytes.addAndGet(until("event " + (events - 1) + ":", viewer.getInputStream()));
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                    all.countDown();
                });
            }
            long begun = System.nanoTime();
            START.countDown();
            all.await();
            print("a bare server, nothing stored", events, viewers, begun, bytes.get(), true);
        }
    }

    private static void send(byte[][] pieces, Socket socket) {
        try (socket;
                OutputStream out = socket.getOutputStream()) {
            START.await();
            for (byte[] piece : pieces) {
                out.write(piece);
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
