package dev.shakeout.engine;

import dev.shakeout.model.Inverse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The durable record of every inverse of one run. An entry is a shell script of its own, on disk (file and folder
 * synced) before its step is taken, and named after its own SHA-256 so that a damaged one is never run.
 */
final class Ledger {
    private static final int HASH_DIGITS = 16;
    /** In the name of an entry that undo.sh runs after a restart of the host too. */
    private static final String LASTING = "d-";

    private static final String BEGINS = "# Shakeout run ";
    private static final String TAKES_BACK = ": takes back \"";
    private static final Inverse NOTHING = Inverse.of(":");

    private final RunFolder folder;
    private final Map<String, Integer> lanes = new HashMap<>();
    private int written;
    private boolean closed;

    Ledger(RunFolder folder) {
        this.folder = folder;
    }

    /** One entry. Its file name ends in .entry until it is taken back. */
    record Entry(String fileName) {
        /** The part of the name that the step's own notes share. */
        String number() {
            return fileName.substring(0, fileName.indexOf('-'));
        }
    }

    /**
     * Writes an entry; when this returns, the inverse survives the loss of power.
     *
     * @param target what the step changes: entries of one target are taken back newest first, those of others beside them
     * @param what the step in words, for the person who opens the file
     * @param undo empty for a step whose child need only be ended
     * @throws IOException the entry is not durable, or the ledger is closed; the step must not be taken
     */
    synchronized Entry write(String target, String what, Optional<Inverse> undo) throws IOException {
        if (closed) {
            throw new IOException("everything is being taken back");
        }
        written++;
        byte[] text = script(what, undo.orElse(NOTHING)).getBytes(StandardCharsets.UTF_8);
        int lane = lanes.computeIfAbsent(target, _ -> lanes.size() + 1);
        String lasting = undo.map(Inverse::durable).orElse(false) ? LASTING : "";
        String fileName = "%06d-%d-%s%s.entry".formatted(written, lane, lasting, hash(text));
        Path entry = folder.path().resolve(fileName);
        try {
            put(text, entry);
        } catch (IOException e) {
            Files.deleteIfExists(entry);
            throw e;
        }
        return new Entry(fileName);
    }

    /**
     * It has its name only once it is whole, for those who look while this process lives or was killed. It is synced with
     * that name, as most file systems then write both at once; a loss of power before that, when no step was taken yet,
     * ends the run too.
     */
    private void put(byte[] text, Path entry) throws IOException {
        Path draft = folder.path().resolve("draft");
        try (var file = RunFolder.open(draft, StandardOpenOption.TRUNCATE_EXISTING)) {
            RunFolder.write(file, text);
            Files.move(draft, entry, StandardCopyOption.ATOMIC_MOVE);
            file.force(true);
        }
        RunFolder.sync(folder.path());
    }

    /**
     * What entries take back that survives a reboot, in words.
     *
     * @param entries files, newest first
     */
    static List<String> lasting(List<Path> entries) throws IOException {
        var words = new ArrayList<String>();
        for (Path entry : entries.reversed()) {
            if (String.valueOf(entry.getFileName()).contains("-" + LASTING) && Files.isRegularFile(entry)) {
                Files.readString(entry, StandardCharsets.ISO_8859_1)
                        .lines()
                        .flatMap(Ledger::what)
                        .forEach(words::add);
            }
        }
        return words;
    }

    private static Stream<String> what(String line) {
        int from = line.startsWith(BEGINS) ? line.indexOf(TAKES_BACK) : -1;
        return from < 0 || !line.endsWith("\"")
                ? Stream.empty()
                : Stream.of(line.substring(from + TAKES_BACK.length(), line.length() - 1));
    }

    /** From here on no step can be taken. */
    synchronized void close() {
        closed = true;
    }

    private String script(String what, Inverse undo) {
        String title = BEGINS + folder.runId() + TAKES_BACK + what.replaceAll("\\p{Cntrl}", " ") + "\"";
        return "#!/bin/sh\n" + title + "\n" + shell(undo);
    }

    /** As a shell reads it from a file. */
    static String shell(Inverse undo) {
        var text = new StringBuilder("set --");
        undo.arguments().forEach(argument -> text.append(' ').append(Inverse.quote(argument)));
        return text.append('\n').append(undo.script()).append('\n').toString();
    }

    /** By which damage is found out: the end of a file's name. */
    static String hash(byte[] text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text);
            return HexFormat.of().formatHex(digest).substring(0, HASH_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
