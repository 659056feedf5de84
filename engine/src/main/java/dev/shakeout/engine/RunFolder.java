package dev.shakeout.engine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * The folder of one run: its ledger, and the shell scripts that need nothing but it. Readable by its owner alone.
 *
 * @param path below one of {@link Folders#allRuns()}, named after the run; absolute
 */
record RunFolder(Path path) {
    /** For new folders that are nobody else's business. */
    static final FileAttribute<?> OWN_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private static final FileAttribute<?> OWN_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final String STARTING = "starting-";
    private static final String UNDO = "undo.sh";
    private static final List<String> SCRIPTS = List.of("step.sh", UNDO, "sentinel.sh", Farewell.SCRIPT);
    private static final int DELETIONS = 100;
    private static final int LEASE_DIGITS = 19;
    private static final String UID = "unix:uid";
    private static final String BOOT = "boot";

    /**
     * Makes the folder, its scripts in it, and the note of who owns the run. It appears among the runs only when it is
     * complete, so nobody takes a run that is just starting for one whose owner is gone.
     */
    static RunFolder create(Folders folders, String runId) throws IOException {
        RunFolder folder = createUnsynced(folders, runId);
        sync(folders.runs().toAbsolutePath());
        return folder;
    }

    /** The same for a run some of whose changes survive a reboot: so does this, with all that is needed for the way back. */
    static RunFolder createLasting(Folders folders, String runId) throws IOException {
        Path state = folders.state().toAbsolutePath();
        Files.createDirectories(state); // a kill switch in it is for all to see
        RunFolder folder = create(state, folders.lastingRuns().toAbsolutePath(), runId);
        try (Stream<Path> files = Files.list(folder.path)) {
            for (Path file : files.toList()) {
                try (var open = open(file)) {
                    open.force(true);
                }
            }
        }
        for (Path each : List.of(folder.path, folders.lastingRuns().toAbsolutePath(), state)) {
            sync(each);
        }
        return folder;
    }

    /** The same for a run that changes nothing: halt finds it, and there is nothing that a loss of power could lose. */
    static RunFolder createUnsynced(Folders folders, String runId) throws IOException {
        Files.createDirectories(folders.runtime(), OWN_FOLDER);
        return create(folders.runtime(), folders.runs().toAbsolutePath(), runId);
    }

    private static RunFolder create(Path home, Path runs, String runId) throws IOException {
        Path draft = Files.createDirectory(home.resolve(STARTING + runId), OWN_FOLDER);
        try {
            // by number, as the user of a container often has no name
            if (!Files.getAttribute(home, UID).equals(Files.getAttribute(draft, UID))) {
                throw new IOException(home + " belongs to another user");
            }
            new RunFolder(draft).fill();
            var folder = new RunFolder(runs.resolve(runId));
            Files.createDirectories(runs, OWN_FOLDER); // late, as one that stays empty tells a watcher that all is over
            Files.move(draft, folder.path, StandardCopyOption.ATOMIC_MOVE);
            return folder;
        } catch (IOException e) {
            new RunFolder(draft).delete();
            throw e;
        }
    }

    private void fill() throws IOException {
        write(path.resolve("owner"), (ProcessIdentity.own() + "\n").getBytes(StandardCharsets.US_ASCII));
        for (String script : SCRIPTS) {
            write(path.resolve(script), text(script));
        }
        Optional<String> boot = Boot.note();
        if (boot.isPresent()) {
            write(path.resolve(BOOT), boot.get().getBytes(StandardCharsets.US_ASCII));
        }
        renew(0);
    }

    private static void write(Path file, byte[] text) throws IOException {
        try (var channel = open(file, StandardOpenOption.TRUNCATE_EXISTING)) {
            write(channel, text);
        }
    }

    /** All of it, however little the system takes at a time. */
    static void write(FileChannel channel, byte[] text) throws IOException {
        var bytes = ByteBuffer.wrap(text);
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Opens a file for writing; one that is new can be read and written by its owner alone, whatever the umask. */
    static FileChannel open(Path file, StandardOpenOption... more) throws IOException {
        Set<OpenOption> options = new HashSet<>(List.of(more));
        options.addAll(List.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE));
        return FileChannel.open(file, options, OWN_FILE);
    }

    private static byte[] text(String script) throws IOException {
        try (InputStream text = RunFolder.class.getResourceAsStream(script)) {
            if (text == null) {
                throw new IOException("this installation is damaged: " + script + " is missing");
            }
            return text.readAllBytes();
        }
    }

    /** Puts the way back into its place again where it is missing or damaged; one that is at work is not disturbed. */
    void mendUndo() throws IOException {
        Path script = path.resolve(UNDO);
        byte[] text = text(UNDO);
        if (!Files.isRegularFile(script) || !Arrays.equals(Files.readAllBytes(script), text)) {
            Path draft = path.resolve(UNDO + ".draft");
            write(draft, text);
            Files.move(draft, script, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** What was created or renamed in this folder survives the loss of power. */
    static void sync(Path folder) throws IOException {
        try (var directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    /** Every run that has left a folder, running or not. */
    static List<RunFolder> all(Folders folders) throws IOException {
        var all = new ArrayList<RunFolder>();
        for (Path runs : folders.allRuns()) {
            if (Files.isDirectory(runs)) {
                try (Stream<Path> paths = Files.list(runs.toAbsolutePath())) {
                    paths.filter(Files::isDirectory)
                            .sorted()
                            .map(RunFolder::new)
                            .forEach(all::add);
                }
            }
        }
        return all;
    }

    /** Deletes what runs have left that were killed while they made their folder: nothing was injected yet. */
    static void deleteAbandonedDrafts(Folders folders) throws IOException {
        for (Path home : new HashSet<>(List.of(folders.runtime(), folders.state()))) {
            deleteAbandonedDrafts(home);
        }
    }

    private static void deleteAbandonedDrafts(Path home) throws IOException {
        try (Stream<Path> paths = Files.list(home)) {
            for (Path draft : paths.filter(p -> p.getFileName().toString().startsWith(STARTING))
                    .toList()) {
                var folder = new RunFolder(draft);
                if (folder.owner().isPresent() && !folder.ownerLives()) {
                    folder.delete();
                }
            }
        } catch (NoSuchFileException _) {
            // no run has been here yet
        }
    }

    String runId() {
        return path.getFileName().toString();
    }

    /** Renews the lease. Always writes over the same few bytes, which a full disk still allows. */
    void renew(long count) throws IOException {
        String number = Long.toString(count);
        String text = "0".repeat(LEASE_DIGITS - number.length()) + number + "\n";
        try (var lease = open(path.resolve("lease"))) {
            write(lease, text.getBytes(StandardCharsets.US_ASCII));
        }
    }

    boolean has(String name) {
        return Files.exists(path.resolve(name));
    }

    /** Leaves an empty file, if there is room for one. */
    void note(String name) {
        try {
            Files.createFile(path.resolve(name));
        } catch (IOException _) {
            // whoever looks for it does without
        }
    }

    /** The process that owns this run, as it was noted; it may be gone. */
    Optional<ProcessIdentity> owner() {
        Path owner = path.resolve("owner");
        try { // a pipe in its place would be read for ever
            return Files.isRegularFile(owner) ? ProcessIdentity.parse(Files.readString(owner)) : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    boolean ownerLives() {
        return !isOfAnotherKernel() && owner().filter(ProcessIdentity::lives).isPresent();
    }

    boolean isOfAnotherKernel() {
        return Boot.isOfAnother(path.resolve(BOOT));
    }

    boolean exists() {
        return Files.isDirectory(path);
    }

    /** Entries that were not taken back, newest first. */
    List<Path> open() throws IOException {
        try (Stream<Path> paths = Files.list(path)) {
            return paths.filter(
                            p -> p.toString().endsWith(".entry") || p.toString().endsWith(".damaged"))
                    .sorted(Comparator.reverseOrder())
                    .toList();
        } catch (NoSuchFileException _) {
            return List.of();
        }
    }

    boolean everythingIsTakenBack() {
        try {
            return open().isEmpty();
        } catch (IOException _) {
            return false;
        }
    }

    /** Deletes it; it does not matter when the sentinel does so at the same time, or an undo still makes its notes. */
    void delete() throws IOException {
        for (int left = DELETIONS; ; left--) {
            try {
                deleteOnce();
                return;
            } catch (DirectoryNotEmptyException e) {
                if (left == 0) {
                    throw e;
                }
                LockSupport.parkNanos(10_000_000);
            }
        }
    }

    /** The notes of steps go first: one that is there without its entry means that an entry was lost. */
    private void deleteOnce() throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            for (Path note :
                    files.filter(file -> file.toString().endsWith(".pid")).toList()) {
                delete(note);
            }
        } catch (NoSuchFileException _) {
            return;
        }
        delete(path);
    }

    private static void delete(Path file) throws IOException {
        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            try (Stream<Path> inside = Files.list(file)) {
                for (Path each : inside.toList()) {
                    delete(each);
                }
            } catch (NoSuchFileException _) {
                return;
            }
        }
        Files.deleteIfExists(file);
    }
}
