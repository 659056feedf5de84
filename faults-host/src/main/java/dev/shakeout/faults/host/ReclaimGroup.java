package dev.shakeout.faults.host;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Prepared;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Bytes;
import dev.shakeout.model.Inverse;
import dev.shakeout.model.Percent;
import dev.shakeout.model.Step;
import dev.shakeout.model.Target;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A control group with a limit, in which a process of ours reads a file larger than that over and over: its pages fill
 * the group up, and whatever the target newly wants there has to wait until some are taken away. What it holds already
 * stays charged where it was.
 */
record ReclaimGroup() implements Rung {
    /** Room for our own JVM and its pages. */
    private static final Bytes OURS = Bytes.mebibytes(128);

    private static final Bytes LEAST_FOR_TARGET = Bytes.mebibytes(64);

    /** On a disk: pages of a file in memory cannot be taken away. Sparse, so it takes no room there. */
    private static final Path DISK = Path.of("/var/tmp");

    @Override
    public String name() {
        return "kernel (control group and page cache)";
    }

    @Override
    public String needs() {
        return "root and the memory controller of cgroup v1 or v2";
    }

    @Override
    public String inverse() {
        return "the process that presses is ended, the target goes back to its control group; ours is removed";
    }

    @Override
    public Optional<String> missing(Machine machine) {
        return new OomKiller().missing(machine);
    }

    @Override
    public Optional<String> missingFor(Target target, Arguments arguments, Machine machine) {
        return new OomKiller()
                .missingFor(target, arguments, machine)
                .or(() -> MemoryRoom.of(target, machine)
                        .refusal(limit(target, machine).value()));
    }

    /** A quarter of what the target has may come anew before it is short of memory for good. */
    private static Bytes limit(Target target, Machine machine) {
        long resident = new Procfs(machine).residentBytes(Long.parseLong(target.detail("pid")));
        long whole = OURS.value() + Math.max(LEAST_FOR_TARGET.value(), resident / 4);
        return Bytes.mebibytes(whole >> 20);
    }

    @Override
    public Prepared plan(Target target, Arguments arguments, Machine machine) {
        var token = Token.fresh();
        Cgroup own = Cgroup.with("memory", target.detail("pid"), new Procfs(machine))
                .map(Cgroup::withoutOurs)
                .orElseThrow(() -> new IllegalStateException(target + " has no memory control group"));
        Path folder = own.above().folder().resolve(token.text());
        Bytes limit = limit(target, machine);
        Percent share = arguments.get(MemoryPressure.PERCENT);
        var steps = List.of(
                OomKiller.limitedGroup(folder.toString(), own.unified(), limit),
                new Lodging("pressed", own, folder.toString(), limit.value()).step(target, token, machine),
                file(token, limit),
                Step.child(
                        "read it over and over for " + share + " of the time", churn(folder, token, share, machine)));
        return new Prepared(
                steps,
                new Reclaiming(target, folder, machine),
                List.of(
                        "while it lasts, " + target + " and what it starts are in the control group " + folder
                                + ", where no more than " + limit + " can come anew; if that is too little, our own"
                                + " process is the OOM killer's first choice, and the run stops",
                        "limits of its own memory group "
                                + (own.unified() ? "do not apply to what it allocates meanwhile" : "still apply")));
    }

    private static String fileOf(Token token) {
        return DISK.resolve(token.text()).toString();
    }

    private static Step file(Token token, Bytes limit) {
        return Step.shell(
                "make a sparse file of " + new Bytes(2 * limit.value()),
                "umask 077 && truncate -s \"$2\" \"$1\"",
                List.of(fileOf(token), Long.toString(2 * limit.value())),
                Inverse.of("rm -f \"$1\"", fileOf(token)));
    }

    private static List<String> churn(Path folder, Token token, Percent share, Machine machine) {
        var command = new ArrayList<>(List.of(
                "sh",
                "-c",
                "echo $$ >\"$1/cgroup.procs\" && echo 1000 >/proc/$$/oom_score_adj && shift && exec \"$@\"",
                "shakeout",
                folder.toString()));
        command.addAll(machine.java());
        command.addAll(List.of(
                Churn.class.getName(), token.option(), "--file=" + fileOf(token), "--share=" + share.value() + "%"));
        return command;
    }
}
