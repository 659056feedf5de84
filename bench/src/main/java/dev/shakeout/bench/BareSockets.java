package dev.shakeout.bench;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.websocket.WsRouting;
import io.helidon.websocket.WsListener;
import io.helidon.websocket.WsSession;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The peer of the server: the same library holds as many WebSockets, answers each text with itself, and knows nothing of agents. For each line
 * on its input it calls all of them, and tells when the last has answered.
 */
public final class BareSockets implements WsListener {
    private static final Set<WsSession> SESSIONS = ConcurrentHashMap.newKeySet();
    private static final AtomicInteger ANSWERS = new AtomicInteger();

    /** It tells of every start and stop. Held, as loggers are forgotten. */
    private static final Logger LIBRARY = Logger.getLogger("io.helidon");

    private BareSockets() {}

    public static void main(String[] arguments) throws IOException {
        LIBRARY.setLevel(Level.WARNING);
        WebServer server = WebServer.builder()
                .port(0)
                .idleConnectionTimeout(Duration.ofMinutes(10))
                .connectionOptions(
                        options -> options.readTimeout(Duration.ofMinutes(10)).tcpNoDelay(true))
                .addRouting(WsRouting.builder().endpoint("/", BareSockets::new))
                .build()
                .start();
        System.out.println("listens at ws://127.0.0.1:" + server.port() + "/");
        var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        while (lines.readLine() != null) {
            ANSWERS.set(SESSIONS.size());
            System.out.println("calls " + now());
            SESSIONS.forEach(session -> Thread.ofVirtual().start(() -> send(session, SimulatedAgent.CALL)));
        }
        server.stop();
    }

    private static long now() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }

    private static void send(WsSession session, String text) {
        synchronized (session) {
            session.send(text, true);
        }
    }

    @Override
    public void onOpen(WsSession session) {
        SESSIONS.add(session);
    }

    @Override
    public void onMessage(WsSession session, String text, boolean last) {
        if (!text.equals(SimulatedAgent.ANSWER)) {
            send(session, text);
        } else if (ANSWERS.decrementAndGet() == 0) {
            System.out.println("answered " + now());
        }
    }

    @Override
    public void onClose(WsSession session, int status, String reason) {
        SESSIONS.remove(session);
    }

    @Override
    public void onError(WsSession session, Throwable error) {
        SESSIONS.remove(session);
    }
}
