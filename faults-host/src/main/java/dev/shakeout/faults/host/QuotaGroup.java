package dev.shakeout.faults.host;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Prepared;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Inverse;
import dev.shakeout.model.Numbers;
import dev.shakeout.model.Step;
import dev.shakeout.model.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A control group of ours with a quota, below the target's own, so all limits of that one hold on. In version 2 it is a
 * threaded one: those may stand below a group with members, and only processor time is counted apart (cgroup-v2.rst,
 * "Threads").
 */
record QuotaGroup() implements Rung {
    @Override
    public String name() {
        return "kernel (control group with a quota)";
    }

    @Override
    public String needs() {
        return "root and the cpu controller of cgroup v1 or v2";
    }

    @Override
    public String inverse() {
        return "the process goes back to its control group; ours is removed";
    }

    @Override
    public Optional<String> missing(Machine machine) {
        if (!machine.isRoot()) {
            return Optional.of("not root");
        }
        Optional<Cgroup> own = Cgroup.with("cpu", "self", new Procfs(machine));
        return own.isEmpty()
                ? Optional.of("no cpu controller is mounted under /sys/fs/cgroup")
                : own.get().readOnly();
    }

    @Override
    public Optional<String> missingFor(Target target, Arguments arguments, Machine machine) {
        Optional<String> refusal = SameProcess.outOfReach(target, machine)
                .or(() -> CpuThrottle.Limit.of(target, arguments, machine).refusal(target));
        if (refusal.isPresent()) {
            return refusal;
        }
        Optional<Cgroup> own = own(target, machine);
        if (own.isEmpty()) {
            return Optional.of("the control group of " + target + " with a cpu controller is not visible from here");
        }
        double asked = CpuThrottle.Limit.of(target, arguments, machine).processors();
        return own.get().readOnly().or(() -> notBelow(own.get())).or(() -> lowerAlready(own.get(), asked));
    }

    private static Optional<String> notBelow(Cgroup own) {
        return own.isTop() && !own.delegates("cpu")
                ? Optional.of(own.folder() + "/cgroup.subtree_control does not list cpu")
                : Optional.empty();
    }

    private static Optional<String> lowerAlready(Cgroup own, double asked) {
        return CpuBandwidth.lowest(own)
                .filter(lowest -> lowest.processors() <= asked)
                .map(lowest -> "the control group " + lowest.folder() + " leaves it "
                        + Numbers.brief(lowest.processors()) + " processors already; ask for less than that");
    }

    private static Optional<Cgroup> own(Target target, Machine machine) {
        return Cgroup.with("cpu", target.detail("pid"), new Procfs(machine)).map(Cgroup::withoutOurs);
    }

    @Override
    public Prepared plan(Target target, Arguments arguments, Machine machine) {
        var token = Token.fresh();
        Cgroup own = own(target, machine)
                .orElseThrow(() -> new IllegalStateException(target + " has no control group with a cpu controller"));
        var limit = CpuThrottle.Limit.of(target, arguments, machine);
        String folder = own.folder().resolve(token.text()).toString();
        var steps = new ArrayList<Step>();
        if (own.unified() && !own.delegates("cpu")) {
            steps.add(delegation(own));
        }
        steps.add(group(own, folder, limit));
        long size = Math.round(limit.processors() * 1_000_000);
        steps.add(new Lodging("throttled", own, folder, size).step(target, token, machine));
        return new Prepared(
                steps,
                new QuotaHolds(target, own.folder().resolve(token.text()), limit, machine),
                List.of(
                        "while it lasts, " + target + " and what it starts are in the control group " + folder,
                        "where " + target
                                + " is idle, a busy loop in that group shows for some periods that it is limited"));
    }

    /** Taken back by the last who has a group there. */
    private static Step delegation(Cgroup own) {
        String file = own.folder().resolve("cgroup.subtree_control").toString();
        return Step.shell(
                "let the groups below " + own.folder() + " be limited in processor time",
                "echo +cpu >\"$1\"",
                List.of(file),
                Inverse.of("""
                        for group in "${1%/*}"/*/; do [ ! -d "$group" ] || exit 0; done
                        echo -cpu >"$1\"""", file));
    }

    private static Step group(Cgroup own, String folder, CpuThrottle.Limit limit) {
        String quota = Long.toString(limit.quota().toNanos() / 1000);
        String period = Long.toString(limit.period().toNanos() / 1000);
        String script = own.unified() ? """
                mkdir "$1" || exit 1
                [ -n "$4" ] || echo threaded >"$1/cgroup.type" || exit 1
                echo "$2 $3" >"$1/cpu.max\"""" : """
                mkdir "$1" && echo "$3" >"$1/cpu.cfs_period_us" && echo "$2" >"$1/cpu.cfs_quota_us\"""";
        return Step.shell(
                "make a control group with a quota of " + limit,
                script,
                List.of(folder, quota, period, own.isTop() ? "top" : ""),
                Cgroup.removal(folder));
    }
}
