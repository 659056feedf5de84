package dev.shakeout.faults.host;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Prepared;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Bytes;
import dev.shakeout.model.Step;
import dev.shakeout.model.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The kernel's own OOM killer, set on one process: it goes into a small control group, and a process of ours fills that
 * up. What the target holds already stays charged to the group it came from (no kernel of today moves charges), so a
 * limit alone would not be reached.
 */
record OomKiller() implements Rung {
    /** Room for our own JVM until it is told to fill the group; the target's memory counts elsewhere. */
    private static final Bytes LIMIT = Bytes.mebibytes(160);

    @Override
    public String name() {
        return "kernel (control group and OOM killer)";
    }

    @Override
    public String needs() {
        return "root and the memory controller of cgroup v1 or v2";
    }

    @Override
    public String inverse() {
        return "the process, if it lives, goes back to its control group and gets its OOM score again; ours is removed";
    }

    @Override
    public Optional<String> missing(Machine machine) {
        if (!machine.isRoot()) {
            return Optional.of("not root");
        }
        return Cgroup.with("memory", "self", new Procfs(machine)).isPresent()
                ? Optional.empty()
                : Optional.of("no memory controller is mounted under /sys/fs/cgroup");
    }

    @Override
    public Optional<String> missingFor(Target target, Arguments arguments, Machine machine) {
        return SameProcess.outOfReach(target, machine).or(() -> Cgroup.noneAround(target, "memory", machine));
    }

    @Override
    public Prepared plan(Target target, Arguments arguments, Machine machine) {
        var token = Token.fresh();
        var procfs = new Procfs(machine);
        Cgroup own = Cgroup.with("memory", target.detail("pid"), procfs)
                .orElseThrow(() -> new IllegalStateException(target + " has no memory control group"));
        String folder = own.above().folder().resolve(token.text()).toString();
        String score = procfs.lines(target.detail("pid") + "/oom_score_adj").stream()
                .findFirst()
                .orElse("0");
        var steps = List.of(
                limitedGroup(folder, own.unified(), LIMIT),
                Step.command(
                        "move " + target + " into it",
                        SameProcess.command(target, "echo \"$1\" >\"$3/cgroup.procs\"", folder),
                        SameProcess.inverse(
                                target, "echo \"$1\" >\"$3\"", own.members().toString())),
                Step.command(
                        "make " + target + " the OOM killer's first choice",
                        SameProcess.command(target, "echo 1000 >\"/proc/$1/oom_score_adj\""),
                        SameProcess.inverse(target, "echo \"$3\" >\"/proc/$1/oom_score_adj\"", score)),
                Step.child("fill the group up", hog(folder, token, machine)));
        return new Prepared(
                steps,
                new ProcessGone(target, machine, Duration.ofSeconds(20), () -> end(target, Path.of(folder))),
                List.of("while it lasts, " + target + " is in the control group " + folder
                        + "; limits of its own memory group "
                        + (own.unified() ? "do not apply to what it allocates meanwhile" : "still apply")));
    }

    static Step limitedGroup(String folder, boolean unified, Bytes size) {
        String limit = unified ? "memory.max" : "memory.limit_in_bytes";
        String swap = unified ? "memory.swap.max" : "memory.memsw.limit_in_bytes";
        String withSwap = unified ? "0" : Long.toString(size.value());
        return Step.shell(
                "make a control group with a limit of " + size,
                """
                mkdir "$1" && echo "$3" >"$1/$2" || exit 1
                [ ! -e "$1/$4" ] || echo "$5" >"$1/$4\"""",
                List.of(folder, limit, Long.toString(size.value()), swap, withSwap),
                Cgroup.removal(folder));
    }

    /** Out of the OOM killer's reach where we may (CAP_SYS_RESOURCE); the target's score is the higher one anyway. */
    private static List<String> hog(String folder, Token token, Machine machine) {
        var command = new ArrayList<>(List.of(
                "sh",
                "-c",
                "echo $$ >\"$1/cgroup.procs\" && { echo -1000 >/proc/$$/oom_score_adj || :; } 2>/dev/null && shift && exec \"$@\"",
                "shakeout",
                folder));
        command.addAll(machine.java());
        command.addAll(List.of(
                MemoryHog.class.getName(),
                token.option(),
                "--bytes=" + 2 * LIMIT.value())); // its own pages of files count where they were first read
        return command;
    }

    private static String end(Target target, Path group) {
        return kills(group) > 0 ? "the kernel's OOM killer ended " + target : target + " has ended";
    }

    private static long kills(Path group) {
        for (String file : List.of("memory.events", "memory.oom_control")) {
            try {
                return Files.readAllLines(group.resolve(file)).stream()
                        .filter(line -> line.startsWith("oom_kill "))
                        .mapToLong(line -> Long.parseLong(line.substring(9).strip()))
                        .sum();
            } catch (java.io.IOException _) {
                // the other version's file, or the group has been removed already
            }
        }
        return 0;
    }
}
