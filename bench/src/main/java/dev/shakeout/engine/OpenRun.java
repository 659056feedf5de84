package dev.shakeout.engine;

import dev.shakeout.model.Inverse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** The engine's own ledger and sentinel of one run, for benchmarks that measure them alone. */
public final class OpenRun implements AutoCloseable {
    private final RunFolder folder;
    private final Ledger ledger;
    private final Optional<Sentinel> sentinel;

    private OpenRun(RunFolder folder, Optional<Sentinel> sentinel) {
        this.folder = folder;
        this.ledger = new Ledger(folder);
        this.sentinel = sentinel;
    }

    public static OpenRun unwatched(Folders folders, String id) throws IOException {
        return new OpenRun(RunFolder.create(folders, id), Optional.empty());
    }

    public static OpenRun watched(Machine machine, String id, Duration lease) throws IOException {
        RunFolder folder = RunFolder.create(machine.folders(), id);
        return new OpenRun(folder, Optional.of(new Sentinel(folder, lease, machine, System.err::println)));
    }

    /** The file name of a new, durable entry. */
    public String write(String target, Inverse undo) throws IOException {
        return ledger.write(target, "freeze " + target, Optional.of(undo)).fileName();
    }

    public long sentinelPid() {
        return sentinel.map(Sentinel::pid).orElse(-1L);
    }

    @Override
    public void close() throws IOException {
        sentinel.ifPresent(Sentinel::close);
        folder.delete();
    }
}
