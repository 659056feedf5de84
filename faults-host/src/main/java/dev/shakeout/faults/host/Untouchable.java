package dev.shakeout.faults.host;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Shared;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which processes must never be hit, whatever a selector says: hitting one of them would end the run, its undo, or the
 * way in for whoever has to put things right.
 *
 * @param ourselves this run and all that it descends from
 * @param ledgers the folders of the ledgers; who has a file of it among its arguments takes things back
 */
record Untouchable(Set<Long> ourselves, List<String> ledgers) {
    /** OpenSSH's listener and its processes per session (as of 9.8 programs of their own), and Dropbear. */
    private static final Set<String> SSH = Set.of("sshd", "sshd-session", "sshd-auth", "dropbear");

    static Untouchable on(Machine machine) {
        return new Untouchable(
                new Procfs(machine).ourselves(),
                machine.folders().allRuns().stream().map(Path::toString).toList());
    }

    /** Why it must not be hit; empty when it may. */
    Optional<String> why(ProcStat stat, List<String> argv) {
        if (stat.pid() == 1) {
            return Optional.of("the first process of the system");
        }
        if (stat.kernelThread()) {
            return Optional.of("a thread of the kernel");
        }
        if (ourselves.contains(stat.pid())) {
            return Optional.of("this run, or what it was started from");
        }
        if (argv.stream().anyMatch(word -> ledgers.stream().anyMatch(word::startsWith))) {
            return Optional.of("a sentinel or an undo of Shakeout");
        }
        if (argv.contains(Shared.MARK)) {
            return Optional.of("a process beside a run of Shakeout");
        }
        if (Token.marks(argv)) {
            return Optional.of("a part of a fault of Shakeout");
        }
        return ssh(stat, argv) ? Optional.of("an ssh daemon or one of its sessions") : Optional.empty();
    }

    /** A session's process calls itself "sshd: ada@pts/0", and the listener "sshd: /usr/sbin/sshd -D …". */
    private static boolean ssh(ProcStat stat, List<String> argv) {
        String title = argv.isEmpty() ? "" : argv.getFirst();
        int colon = title.indexOf(": ");
        return SSH.contains(stat.comm())
                || SSH.contains(colon < 0 ? "" : title.substring(0, colon))
                || ProcessName.all(stat.comm(), argv).stream().anyMatch(SSH::contains);
    }
}
