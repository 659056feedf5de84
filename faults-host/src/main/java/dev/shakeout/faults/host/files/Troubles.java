package dev.shakeout.faults.host.files;

import dev.shakeout.faults.host.Options;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.cryptomator.jfuse.api.Stat;

/**
 * All that happens to calls at one place. Each fault that is on there has a note that says what it does; it is gone as soon
 * as the fault is taken back.
 */
final class Troubles {
    private static final long LOOK_NANOS = 20_000_000;

    private final Path folder;
    private final String prefix;
    private volatile List<Note> notes = List.of();
    private volatile boolean begun;

    /** @param token of the injection whose note it is */
    private record Note(FileTime since, String token, Trouble trouble) {}

    private Troubles(Path folder, String prefix) {
        this.folder = folder;
        this.prefix = prefix;
    }

    /** @param beginning of the notes' paths, before the token */
    static Troubles at(String beginning) throws IOException {
        Path path = Path.of(beginning);
        Path folder = Optional.ofNullable(path.getParent()).orElseThrow();
        var troubles = new Troubles(folder, String.valueOf(path.getFileName()));
        troubles.look();
        return troubles;
    }

    /** Sees what comes and goes, for as long as this process lives. */
    void follow() throws IOException {
        while (true) {
            LockSupport.parkNanos(LOOK_NANOS);
            look();
        }
    }

    private void look() throws IOException {
        var seen = new ArrayList<Note>();
        try (var files = Files.newDirectoryStream(folder, prefix + "*")) {
            for (Path file : files) {
                read(file).ifPresent(seen::add);
            }
        }
        seen.sort(Comparator.comparing(Note::since).thenComparing(Note::token));
        notes = List.copyOf(seen);
    }

    private Optional<Note> read(Path file) throws IOException {
        try {
            String words = Files.readString(file).strip();
            String token = String.valueOf(file.getFileName()).substring(prefix.length());
            return words.isEmpty() // it is being written
                    ? Optional.empty()
                    : Optional.of(new Note(
                            Files.getLastModifiedTime(file), token, Trouble.of(Options.of(words.split(" ", -1)))));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    /** Until then all calls go on: a mount is known to be there when calls on it succeed. */
    void begin() {
        begun = true;
    }

    /** Whether no other that is on here was there before. */
    boolean oldest(String token) {
        List<Note> now = notes;
        return !now.isEmpty() && now.getFirst().token().equals(token);
    }

    /** @return 0 to go on, or the negative number to end with */
    int meets(Trouble.Call call) {
        int end = 0;
        for (Note note : on()) {
            int met = note.trouble().meets(call);
            end = end == 0 ? met : end;
        }
        return end;
    }

    void spoil(ByteBuffer data, int count) {
        on().forEach(note -> note.trouble().spoil(data, count));
    }

    void dress(Stat stat) {
        on().forEach(note -> note.trouble().dress(stat));
    }

    private List<Note> on() {
        return begun ? notes : List.of();
    }
}
