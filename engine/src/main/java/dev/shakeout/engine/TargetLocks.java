package dev.shakeout.engine;

import dev.shakeout.model.Target;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Keeps two runs from touching the same target: neither could tell what the other did to it. A lock is a file of the
 * state folder that is named after its run and lists, after the process that owns it, its targets. It holds until its
 * owner lets go, and of a dead owner for as long as the run's ledger is there: whatever takes a run back frees its
 * targets.
 */
final class TargetLocks {
    private static final String MUTEX = ".mutex";

    private final Path locks;
    private final List<Path> runs;

    TargetLocks(Folders folders) {
        this.locks = folders.state().toAbsolutePath().resolve("locks");
        this.runs = folders.allRuns().stream().map(Path::toAbsolutePath).toList();
    }

    /**
     * Takes the locks of all these targets, or of none.
     *
     * @return why not, a sentence for each target that another run holds; empty when all are taken
     */
    List<String> take(String runId, Collection<Target> targets) throws IOException {
        if (targets.isEmpty()) {
            return List.of();
        }
        Files.createDirectories(locks.getParent()); // a kill switch beside them is for all to see
        Files.createDirectories(locks, RunFolder.OWN_FOLDER);
        synchronized (TargetLocks.class) { // a file's lock is the whole process's
            try (var mutex = RunFolder.open(locks.resolve(MUTEX));
                    var _ = mutex.lock()) {
                var taken = taken(runId, targets);
                if (taken.isEmpty()) {
                    Files.write(
                            locks.resolve(runId),
                            Stream.concat(
                                            Stream.of(ProcessIdentity.own().toString()),
                                            targets.stream()
                                                    .map(TargetLocks::key)
                                                    .distinct())
                                    .toList());
                }
                return taken;
            }
        }
    }

    /**
     * Takes the lock of one more target of a run that has locks.
     *
     * @return why not; empty when it is taken
     */
    Optional<String> join(String runId, Target target) throws IOException {
        synchronized (TargetLocks.class) {
            try (var mutex = RunFolder.open(locks.resolve(MUTEX));
                    var _ = mutex.lock()) {
                var taken = taken(runId, List.of(target));
                if (taken.isEmpty()) { // to the end, so that no lock is lost when this is cut short
                    Files.write(locks.resolve(runId), List.of(key(target)), StandardOpenOption.APPEND);
                }
                return taken.stream().findFirst();
            }
        }
    }

    private List<String> taken(String runId, Collection<Target> targets) throws IOException {
        var taken = new ArrayList<String>();
        for (Path lock : held()) {
            String holder = holder(lock);
            Set<String> theirs = holder.equals(runId) ? Set.of() : new HashSet<>(lines(lock));
            targets.stream()
                    .filter(target -> theirs.contains(key(target)))
                    .distinct()
                    .map(target -> target + " is in the hands of run " + holder
                            + "; wait for its end, or take it back with: shakeout recover")
                    .forEach(taken::add);
        }
        return taken;
    }

    /** Without those whose run has been taken back, which are removed. */
    private List<Path> held() throws IOException {
        var held = new ArrayList<Path>();
        try (Stream<Path> files = Files.list(locks)) {
            for (Path lock : files.sorted().toList()) {
                if (lock.endsWith(MUTEX)) {
                    continue;
                }
                if (isKept(holder(lock)) || ownerLives(lock)) {
                    held.add(lock);
                } else {
                    Files.deleteIfExists(lock);
                }
            }
        }
        return held;
    }

    /** Empty when its run has freed it this moment, for which it waits for nobody. */
    private static List<String> lines(Path lock) throws IOException {
        try {
            return Files.readAllLines(lock);
        } catch (NoSuchFileException _) {
            return List.of();
        }
    }

    private static boolean ownerLives(Path lock) throws IOException {
        return lines(lock).stream()
                .findFirst()
                .flatMap(ProcessIdentity::parse)
                .filter(ProcessIdentity::lives)
                .isPresent();
    }

    /** Frees what a run holds, unless it could not be taken back. */
    void release(String runId) throws IOException {
        if (!isKept(runId)) {
            try {
                Files.delete(locks.resolve(runId));
            } catch (NoSuchFileException _) {
                // it held nothing, or somebody has seen already that it is over
            }
        }
    }

    private static String holder(Path lock) {
        return lock.getFileName().toString();
    }

    /** Whether that run's ledger is there. */
    private boolean isKept(String runId) {
        return runs.stream().anyMatch(folder -> Files.isDirectory(folder.resolve(runId)));
    }

    private static String key(Target target) {
        return URLEncoder.encode(target.key(), StandardCharsets.UTF_8);
    }
}
