package dev.shakeout.drivers.gremlin;

import dev.shakeout.engine.HeldFolder;
import dev.shakeout.engine.Machine;
import dev.shakeout.model.Inverse;
import dev.shakeout.model.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * The accounts of one command, and the folder in which a shell finds their credentials when no JVM is left. Only this user can
 * read it; it is there from the beginning of a run until all is taken back.
 */
final class Accounts implements AutoCloseable {
    private final Map<String, Account> known = new HashMap<>();
    private final HeldFolder held;
    private final Path folder;

    private Accounts(Machine machine) {
        this.held = new HeldFolder("gremlin-" + UUID.randomUUID(), machine);
        this.folder = held.path();
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
        held.make();
        String escaped = account.authorization().replace("\\", "\\\\").replace("\"", "\\\"");
        Files.writeString(credentials(account), "header = \"Authorization: " + escaped + "\"\n");
    }

    /** Does what {@link #close} does when there is no JVM. */
    Inverse removal() {
        return held.removal();
    }

    /** Deletes the folder, unless something is left in a ledger that still needs it. */
    @Override
    public synchronized void close() {
        held.close();
    }
}
