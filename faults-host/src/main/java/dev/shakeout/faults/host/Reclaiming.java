package dev.shakeout.faults.host;

import dev.shakeout.engine.Effect;
import dev.shakeout.engine.Machine;
import dev.shakeout.model.Numbers;
import dev.shakeout.model.Reading;
import dev.shakeout.model.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * How many pages of files a second were taken away, in the group that the target is in, although somebody wanted them
 * again: the kernel's count of refaults (workingset_refault in cgroup-v2.rst; version 1 has it too). Where there is
 * pressure stall information for groups (version 2, psi.rst) the words say how long somebody waited for memory.
 *
 * @param folder our group
 */
record Reclaiming(Target target, Path folder, Machine machine) implements Effect {
    private static final Duration WINDOW = Duration.ofMillis(400);

    @Override
    public String what() {
        return "pages that are reclaimed and wanted again around " + target;
    }

    @Override
    public Reading read() {
        Optional<Path> group = Cgroup.with("memory", target.detail("pid"), new Procfs(machine))
                .map(Cgroup::folder)
                .filter(own -> !Token.in(String.valueOf(own.getFileName())).isEmpty());
        if (!Files.isDirectory(folder) || group.isEmpty()) {
            return new Reading(0, "pages/s", target + " is in no control group of ours");
        }
        long begin = System.nanoTime();
        long refaults = refaults();
        long stalled = stalledMicros();
        LockSupport.parkNanos(WINDOW.toNanos());
        double seconds = (System.nanoTime() - begin) / 1e9;
        double rate = (refaults() - refaults) / seconds;
        double share = (stalledMicros() - stalled) / 1e4 / seconds;
        return new Reading(
                rate,
                "pages/s",
                Numbers.brief(rate) + " pages a second were taken away too soon around " + target
                        + (share > 0 ? "; somebody waited for it " + Numbers.brief(share) + "% of the time" : ""));
    }

    /** By its name before and since Linux 5.9. */
    private long refaults() {
        return MemoryRoom.stat(folder, "workingset_refault") + MemoryRoom.stat(folder, "workingset_refault_file");
    }

    private long stalledMicros() {
        return line("memory.pressure", "some ")
                .map(line -> Long.parseLong(line.substring(line.indexOf("total=") + "total=".length())))
                .orElse(0L);
    }

    private Optional<String> line(String file, String key) {
        try {
            return Files.readAllLines(folder.resolve(file)).stream()
                    .filter(line -> line.startsWith(key))
                    .findFirst();
        } catch (IOException _) {
            return Optional.empty(); // the kernel has none, or the group is gone
        }
    }

    @Override
    public boolean bites(Reading before, Reading on) {
        return on.value() > before.value();
    }

    @Override
    public boolean gone(Reading before, Reading after) {
        return after.value() <= before.value();
    }

    @Override
    public Duration patience() {
        return Duration.ofSeconds(10);
    }
}
