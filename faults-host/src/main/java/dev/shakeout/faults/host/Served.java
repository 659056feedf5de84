package dev.shakeout.faults.host;

import dev.shakeout.engine.Effect;
import dev.shakeout.engine.Machine;
import dev.shakeout.model.Reading;
import dev.shakeout.model.Target;
import java.time.Duration;
import java.util.List;

/**
 * Whether a process runs, or one that was started later from the same command line.
 *
 * @param argv its command line, or the one it is started again with
 * @param newest the latest start among all that ran by that command line when this was planned
 * @param once whether it bites for good when the process has ended once, whoever replaces it
 */
record Served(Target target, List<List<String>> argv, long newest, boolean once, Duration patience, Machine machine)
        implements Effect {
    static Served of(Target target, List<String> again, boolean once, Duration patience, Machine machine) {
        var procfs = new Procfs(machine);
        List<String> own = procfs.commandLine(Long.parseLong(target.detail("pid")));
        var lines = again.isEmpty() ? List.of(own) : List.of(own, again);
        long newest = procfs.pids().stream()
                .filter(pid -> lines.contains(procfs.commandLine(pid)))
                .flatMap(pid -> procfs.stat(pid).stream())
                .mapToLong(ProcStat::start)
                .max()
                .orElse(0);
        return new Served(target, lines, newest, once, patience, machine);
    }

    @Override
    public String what() {
        return "whether " + target + ", or one that was started in its place, runs";
    }

    /** 2 while it runs itself, 1 when another one has its place, else 0. */
    @Override
    public Reading read() {
        var procfs = new Procfs(machine);
        if (procfs.stat(target).isPresent()) {
            return new Reading(2, "", target + " runs");
        }
        boolean replaced = procfs.pids().stream()
                .flatMap(pid -> procfs.stat(pid).stream())
                .anyMatch(stat ->
                        stat.start() > newest && !stat.ended() && argv.contains(procfs.commandLine(stat.pid())));
        return replaced
                ? new Reading(1, "", target + " has ended, and another one has taken its place")
                : new Reading(0, "", target + " has ended");
    }

    @Override
    public boolean bites(Reading before, Reading on) {
        return before.value() == 2 && (on.value() == 0 || (once && on.value() == 1));
    }

    @Override
    public boolean gone(Reading before, Reading after) {
        return after.value() > 0;
    }
}
