package dev.shakeout.probes.load;

import dev.shakeout.probes.wire.ConnectionPool;
import dev.shakeout.probes.wire.Origin;
import dev.shakeout.probes.wire.Request;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * Lets the JVM load and compile the code of a request before the first one counts: without it, the first second of a
 * fresh process shows the JVM's own milliseconds. It runs the same loop against a server in this process, on loopback,
 * for {@link #LENGTH}; the target sees nothing of it.
 */
final class WarmUp {
    static final Duration LENGTH = Duration.ofMillis(250);
    private static final double PER_SECOND = 3000;
    private static final byte[] ANSWER = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nok"
            .getBytes(StandardCharsets.US_ASCII);

    private WarmUp() {}

    static void run() throws InterruptedException {
        try (var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> serve(server));
            var uri = URI.create("http://localhost:" + server.getLocalPort() + "/");
            var origin = new Origin(server.getInetAddress().getHostAddress(), server.getLocalPort(), false, false);
            var request = Request.of("GET", uri, Map.of(), new byte[0]);
            var aim = new Aim(origin, request, PER_SECOND, Duration.ofSeconds(1), 500, 8, 64);
            var schedule = Schedule.of(Instant.EPOCH, System.nanoTime(), PER_SECOND);
            var outcomes = new Outcomes();
            try (var loop = new OpenLoop(aim, schedule, outcomes, new ConnectionPool(origin, 8))) {
                loop.start();
                Thread.sleep(LENGTH);
            }
            outcomes.between(0, 1000).window(Instant.EPOCH, Instant.EPOCH);
        } catch (IOException _) {
            // a machine without loopback measures its first second cold
        }
    }

    private static void serve(ServerSocket server) {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> answer(socket));
            } catch (IOException _) {
                return;
            }
        }
    }

    private static void answer(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            var buffer = new byte[1024];
            while (socket.getInputStream().read(buffer) > 0) {
                socket.getOutputStream().write(ANSWER);
            }
        } catch (IOException _) {
            // the warm-up is over
        }
    }
}
