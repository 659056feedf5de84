package dev.shakeout.faults.host;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Prepared;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Bytes;
import dev.shakeout.model.Span;
import dev.shakeout.model.Step;
import dev.shakeout.model.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Lowers the process's own soft limit of address space (RLIMIT_AS) to what it uses, so that its allocations fail, and
 * ends it if it survives that. The hard limit stays: without root a lowered one could not be raised again.
 */
record AddressSpace() implements PrlimitRung {
    /** A little air, so that the process fails at its work and not at the next system call. */
    private static final Bytes AIR = Bytes.mebibytes(1);

    @Override
    public String name() {
        return "resource limit (prlimit), then SIGKILL";
    }

    @Override
    public String inverse() {
        return "the process, if it lives, gets its soft limit on address space again";
    }

    @Override
    public Prepared plan(Target target, Arguments arguments, Machine machine) {
        var token = Token.fresh();
        var procfs = new Procfs(machine);
        Duration grace = arguments.get(MemoryExhaust.GRACE);
        long size = procfs.addressSpaceBytes(Long.parseLong(target.detail("pid")));
        var limit = new Bytes(size + AIR.value());
        var steps = List.of(
                Step.command(
                        "lower the soft limit of the address space of " + target + " to " + limit,
                        SameProcess.command(target, "prlimit --pid \"$1\" --as=\"$3:\"", Long.toString(limit.value())),
                        SameProcess.inverse(target, "prlimit --pid \"$1\" --as=\"$3:\"", softLimit(procfs, target))),
                Step.child(
                        "end it after " + Span.words(grace) + " if it still runs then",
                        reaper(target, token, grace, machine)));
        return new Prepared(
                steps,
                new ProcessGone(target, machine, grace.plusSeconds(10), () -> end(target, token, machine)),
                List.of("allocations of " + target + " fail from the first step on; if it survives that for "
                        + Span.words(grace) + ", Shakeout itself ends it with SIGKILL, as the OOM killer would"));
    }

    private static String softLimit(Procfs procfs, Target target) {
        return procfs.lines(target.detail("pid") + "/limits").stream()
                .filter(line -> line.startsWith("Max address space"))
                .map(line ->
                        line.substring("Max address space".length()).strip().split("\\s+", -1)[0])
                .findFirst()
                .orElse("unlimited");
    }

    private static List<String> reaper(Target target, Token token, Duration grace, Machine machine) {
        var command = new ArrayList<>(machine.java());
        command.addAll(List.of(
                Reaper.class.getName(),
                token.option(),
                "--pid=" + target.detail("pid"),
                "--start=" + target.detail("start"),
                "--grace=" + grace.toMillis() + "ms"));
        return command;
    }

    private static String end(Target target, Token token, Machine machine) {
        var procfs = new Procfs(machine);
        boolean killed = procfs.childWith(token.option()).stream()
                .flatMap(reaper -> procfs.threads(reaper.pid()).stream()
                        .flatMap(thread -> procfs.lines(reaper.pid() + "/task/" + thread + "/comm").stream()))
                .anyMatch(Reaper.DONE::equals);
        return target
                + (killed
                        ? " outlived its grace without memory and was ended with SIGKILL"
                        : " ended by itself when it could get no more memory");
    }
}
