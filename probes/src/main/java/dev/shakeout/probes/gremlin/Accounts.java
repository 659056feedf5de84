package dev.shakeout.probes.gremlin;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.Inverse;
import dev.shakeout.model.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The accounts of one command, and the folder in which a shell finds their credentials when no JVM is left. Only this user can
 * read it; it is there from the beginning of a run until all is taken back.
 */
final class Accounts implements AutoCloseable {
    /** $1 is the folder; what follows are the places of ledgers. */
    private static final String REMOVE = """
            folder=$1
            shift
            for runs; do
              for entry in "$runs"/*/*.entry; do
                [ ! -f "$entry" ] || ! grep -qF "$folder" "$entry" || exit 0
              done
            done
            rm -rf "$folder"
            """;

    private final Map<String, Account> known = new HashMap<>();
    private final Machine machine;
    private final Path folder;

    private Accounts(Machine machine) {
        this.machine = machine;
        this.folder = machine.folders().held().toAbsolutePath().resolve("gremlin-" + UUID.randomUUID());
    }

    static Accounts of(Machine machine) {
        return machine.shared().get(Accounts.class, () -> new Accounts(machine));
    }

    synchronized void add(Account account) {
        known.put(account.id(), account);
    }

    synchronized Account of(Target target) {
        Account account = known.get(target.detail("account"));
        if (account == null) {
            throw new IllegalStateException(target + " was found by somebody else");
        }
        return account;
    }

    /** What curl takes by --config. */
    Path credentials(Account account) {
        return folder.resolve("curl-" + account.id());
    }

    /** Where a shell notes what became of one attack. */
    Path memo() {
        return folder.resolve("attack-" + UUID.randomUUID());
    }

    /** @throws IOException they cannot be kept, so nothing could be taken back */
    synchronized void write(Account account) throws IOException {
        Files.createDirectories(folder.getParent());
        if (!Files.isDirectory(folder)) {
            Files.createDirectory(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        String escaped = account.authorization().replace("\\", "\\\\").replace("\"", "\\\"");
        Files.writeString(credentials(account), "header = \"Authorization: " + escaped + "\"\n");
    }

    /** Does what {@link #close} does when there is no JVM. */
    Inverse removal() {
        var arguments = new ArrayList<>(List.of(folder.toString()));
        machine.folders()
                .allRuns()
                .forEach(runs -> arguments.add(runs.toAbsolutePath().toString()));
        return new Inverse(REMOVE, arguments).lasting();
    }

    /** Deletes the folder, unless something is left in a ledger that still needs it. */
    @Override
    public synchronized void close() {
        if (!Files.isDirectory(folder) || isNeeded()) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the credentials in " + folder + " could not be deleted", e);
        }
    }

    private boolean isNeeded() {
        return machine.folders().allRuns().stream().anyMatch(runs -> {
            try (Stream<Path> files = Files.find(
                    runs, 2, (file, _) -> file.getFileName().toString().endsWith(".entry"))) {
                return files.anyMatch(this::names);
            } catch (IOException | UncheckedIOException _) {
                return Files.isDirectory(runs); // it could not be looked through
            }
        });
    }

    private boolean names(Path entry) {
        try {
            return Files.readString(entry).contains(folder.toString());
        } catch (IOException _) {
            return Files.exists(entry);
        }
    }
}
