package dev.shakeout.cli.remote;

import dev.shakeout.engine.JsonReader;
import dev.shakeout.engine.Threads;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Follows a run on a server to its end, however often the connection breaks: each event is told once. */
public final class Following {
    /** The server says something at least once a second, if only that it is there. */
    private static final Duration SILENCE = Duration.ofSeconds(20);

    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);

    private final ServerApi server;
    private final String run;
    private final Duration patience;
    private final Consumer<Told> told;
    private final Consumer<String> trouble;
    private final AtomicLong heard = new AtomicLong();
    private String last = "";
    private Optional<Long> lost = Optional.empty();

    /**
     * One that has not begun.
     *
     * @param patience how long the server may be away
     * @param trouble told when the connection is lost, and when it is there again
     */
    public Following(ServerApi server, String run, Duration patience, Consumer<Told> told, Consumer<String> trouble) {
        this.server = server;
        this.run = run;
        this.patience = patience;
        this.told = told;
        this.trouble = trouble;
    }

    /**
     * Until it has ended.
     *
     * @return the run, as the server has it
     * @throws ServerRefusal it may not be followed any more
     * @throws IOException the server was away for too long; the run may go on there
     */
    public Json.Obj toItsEnd() throws IOException, InterruptedException {
        while (true) {
            try {
                read();
                Json.Obj state = server.get("/runs/" + ServerApi.escaped(run)).json();
                connected();
                if (state.get("state").map(Json::text).orElse("").equals("ended")) {
                    return state;
                }
            } catch (IOException e) {
                away(e);
            }
            Thread.sleep(BETWEEN_TRIES);
        }
    }

    private void away(IOException e) throws IOException {
        long now = System.nanoTime();
        if (lost.isEmpty()) {
            lost = Optional.of(now);
            trouble.accept("the run is not heard of at the moment: " + e.getMessage() + "; trying again");
        } else if (now - lost.get() > patience.toNanos()) {
            throw new IOException(
                    e.getMessage() + "; nothing was heard of run " + run + " for " + patience.toSeconds()
                            + " s, and it may go on there: shakeout runs --server " + server.url(),
                    e);
        }
    }

    private void connected() {
        if (lost.isPresent()) {
            lost = Optional.empty();
            trouble.accept("connected again");
        }
    }

    private void read() throws IOException {
        try (InputStream events = server.events(run, last)) {
            heard.set(System.nanoTime());
            Thread watch = Threads.start("silence", () -> endIfSilent(events));
            try (var lines = new BufferedReader(new InputStreamReader(events, StandardCharsets.UTF_8))) {
                read(lines);
            } finally {
                Threads.end(watch);
            }
        }
    }

    /** A connection that is dead without a word would be waited for until the end of days. */
    private void endIfSilent(InputStream events) {
        try {
            while (System.nanoTime() - heard.get() < SILENCE.toNanos()) {
                Thread.sleep(BETWEEN_TRIES);
            }
            events.close();
        } catch (InterruptedException | IOException _) {
            // it was read to its end, or is broken already
        }
    }

    private void read(BufferedReader lines) throws IOException {
        String id = "";
        var data = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            heard.set(System.nanoTime());
            connected();
            if (line.isEmpty()) {
                if (!data.isEmpty()) {
                    tell(data.toString());
                    last = id;
                    data.setLength(0);
                }
            } else if (line.startsWith("id:")) {
                id = line.substring(3).strip();
            } else if (line.startsWith("data:")) {
                data.append(line.substring(5).strip());
            }
        }
    }

    private void tell(String data) throws IOException {
        try {
            if (JsonReader.read(data) instanceof Json.Obj event) {
                told.accept(new Told(Instant.parse(text(event, "at")), text(event, "level"), text(event, "words")));
                return;
            }
        } catch (BadValue | DateTimeException _) {
            // told below
        }
        throw new IOException("the server told something that is no event of a run; is its version another one?");
    }

    private static String text(Json.Obj object, String key) {
        return object.get(key).map(Json::text).orElse("");
    }
}
