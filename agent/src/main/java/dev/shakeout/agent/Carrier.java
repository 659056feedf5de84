package dev.shakeout.agent;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Carries lines both ways between a run and an agent: over pipes, a WebSocket, … */
public interface Carrier extends AutoCloseable {
    /**
     * May be called by several threads.
     *
     * @throws IOException nothing reaches the other side any more
     */
    void send(String line) throws IOException;

    /** Waits for the next one; empty when no more will come, whatever the reason. */
    Optional<String> receive();

    @Override
    void close();

    /** Over a pair of streams. */
    static Carrier of(InputStream in, OutputStream out) {
        var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        return new Carrier() {
            @Override
            public synchronized void send(String line) throws IOException {
                out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
                out.flush();
            }

            @Override
            public Optional<String> receive() {
                try {
                    return Optional.ofNullable(lines.readLine());
                } catch (IOException _) {
                    return Optional.empty();
                }
            }

            @Override
            public void close() {
                try (out;
                        in) {
                    // both
                } catch (IOException _) {
                    // it was closed by the other side
                }
            }
        };
    }
}
