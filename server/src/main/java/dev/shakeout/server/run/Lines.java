package dev.shakeout.server.run;

import dev.shakeout.engine.JsonReader;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.server.store.RunEvent;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The lines that a run writes while it goes, each once: as JSON, with time, level and words. */
final class Lines {
    private static final int AT_ONCE = 1 << 20;

    private final Path file;
    private final Clock clock;
    private long offset;
    private long seq;

    /**
     * @param told number of the last event before them
     * @param clock for what has no time of its own
     */
    Lines(Path file, long told, Clock clock) {
        this.file = file;
        this.clock = clock;
        this.seq = told;
    }

    /**
     * What is new and whole; the numbers go on from the last one.
     *
     * @param all also a last line without an end, as nothing more will come
     */
    List<RunEvent> next(boolean all) throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        byte[] bytes;
        try (var open = new RandomAccessFile(file.toFile(), "r")) {
            open.seek(offset);
            bytes = new byte[(int) Math.min(AT_ONCE, open.length() - offset)];
            open.readFully(bytes);
        }
        var events = new ArrayList<RunEvent>();
        int begin = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                add(new String(bytes, begin, i - begin, StandardCharsets.UTF_8), events);
                begin = i + 1;
            }
        }
        if (begin < bytes.length && (all || (begin == 0 && bytes.length == AT_ONCE))) {
            add(new String(bytes, begin, bytes.length - begin, StandardCharsets.UTF_8), events);
            begin = bytes.length;
        }
        offset += begin;
        return events;
    }

    private void add(String line, List<RunEvent> events) {
        if (!line.isBlank()) {
            seq++;
            events.add(event(line));
        }
    }

    private RunEvent event(String line) {
        try {
            if (JsonReader.read(line) instanceof Json.Obj object
                    && object.get("message").isPresent()) {
                return new RunEvent(
                        seq,
                        Instant.parse(text(object, "timestamp")),
                        text(object, "levelname").toLowerCase(Locale.ROOT),
                        text(object, "message"));
            }
        } catch (BadValue | DateTimeException _) {
            // it is told as it is
        }
        return new RunEvent(seq, clock.instant(), "info", line);
    }

    private static String text(Json.Obj object, String key) {
        return object.get(key).map(Json::text).orElse("");
    }
}
