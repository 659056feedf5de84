package dev.shakeout.faults.host;

import dev.shakeout.engine.Effect;
import dev.shakeout.engine.Machine;
import dev.shakeout.model.Bytes;
import dev.shakeout.model.Reading;
import dev.shakeout.model.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.StringJoiner;

/** How many of the limits hold: what the kernel says of the control groups, held against what it lets others have there. */
record LimitsHold(Target target, List<Limit> limits) implements Effect {
    /** One of them. */
    sealed interface Limit {
        Held read() throws IOException;
    }

    /** Whether it holds, in words too. */
    record Held(boolean holds, String words) {}

    record Processors(QuotaHolds quota) implements Limit {
        @Override
        public Held read() throws IOException {
            Reading reading = quota.read();
            return new Held(quota.reached(reading), reading.words());
        }
    }

    /**
     * Pages of a file are read in the group until it is full: the kernel then takes some away again, which it counts, and
     * ends nobody. The file has no content, so it takes no room on the disk, and no name while it is read.
     */
    record Memory(Target target, Cgroup group, long bytes, Machine machine) implements Limit {
        /** Reading more would take long; of a larger room only the kernel's word is taken. */
        private static final long MOST_READ = 256L << 20;

        private static final String FILL = """
                file=$(mktemp /var/tmp/shakeout-XXXXXXXXXXXX) || exit 1
                truncate -s "$2" "$file" && exec <"$file"
                rm "$file" && echo $$ >"$1/cgroup.procs" || exit 1
                exec dd bs=1M of=/dev/null 2>/dev/null""";

        @Override
        public Held read() throws IOException {
            long limit = MemoryRoom.lowestLimit(group).orElse(Long.MAX_VALUE);
            if (limit > bytes) {
                return new Held(false, "no limit of ours is set for the memory of " + target);
            }
            long room = limit - MemoryRoom.used(group);
            long before = pushedBack(group.folder());
            if (room <= MOST_READ) {
                String size = Long.toString(room + Bytes.mebibytes(16).value());
                machine.processes()
                        .run(List.of(
                                "sh", "-c", FILL, "shakeout", group.folder().toString(), size));
            }
            long times = pushedBack(group.folder()) - before;
            return new Held(
                    times > 0 || room > MOST_READ,
                    target + " may use " + new Bytes(limit) + " of memory, " + new Bytes(Math.max(0, room))
                            + " were free" + (times > 0 ? " and no page more could be had, " + times + " times" : ""));
        }

        /** How often the group was full so far. */
        private static long pushedBack(Path folder) throws IOException {
            Path counter = folder.resolve("memory.failcnt");
            return Files.exists(counter)
                    ? Long.parseLong(Files.readString(counter).strip())
                    : Files.readAllLines(folder.resolve("memory.events")).stream()
                            .filter(line -> line.startsWith("max "))
                            .mapToLong(line -> Long.parseLong(line.substring(4)))
                            .sum();
        }
    }

    @Override
    public String what() {
        return "limits of its control groups that hold " + target + " back";
    }

    @Override
    public Reading read() throws IOException {
        int holding = 0;
        var words = new StringJoiner("; ");
        for (Limit limit : limits) {
            Held held = limit.read();
            holding += held.holds() ? 1 : 0;
            words.add(held.words());
        }
        return new Reading(holding, holding == 1 ? "limit" : "limits", words.toString());
    }

    @Override
    public boolean bites(Reading before, Reading on) {
        return on.value() == limits.size();
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
