package dev.shakeout.faults.host;

import java.util.Optional;
import java.util.Set;

/**
 * Processes that were there before a run, and so are none of its doing: they need not be read to know that, which on a
 * busy host is most of the cost of a look. A number may be used again, but only after all the others.
 *
 * @param pids as they were seen
 * @param forks how many processes this host had ever started by then
 * @param untilReuse how many more it can start before a number is used again
 */
record Bystanders(Set<Long> pids, long forks, long untilReuse) {
    static final Bystanders NONE = new Bystanders(Set.of(), 0, 0);

    static Bystanders now(Procfs procfs) {
        Optional<Long> forks = forks(procfs);
        Optional<Long> last = procfs.lines("loadavg").stream()
                .findFirst()
                .map(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)));
        Optional<Long> most =
                procfs.lines("sys/kernel/pid_max").stream().findFirst().map(Long::parseLong);
        return forks.isEmpty() || last.isEmpty() || most.isEmpty()
                ? NONE
                : new Bystanders(Set.copyOf(procfs.pids()), forks.get(), most.get() - last.get());
    }

    /** Counts threads too, and the processes of every namespace: more than can have used up our numbers. */
    private static Optional<Long> forks(Procfs procfs) {
        return procfs.lines("stat").stream()
                .filter(line -> line.startsWith("processes "))
                .map(line -> Long.parseLong(line.substring("processes ".length())))
                .findFirst();
    }

    /** Those of them that no later process can have taken the number of. */
    Set<Long> still(Procfs procfs) {
        return forks(procfs).filter(now -> now - forks < untilReuse).isPresent() ? pids : Set.of();
    }
}
