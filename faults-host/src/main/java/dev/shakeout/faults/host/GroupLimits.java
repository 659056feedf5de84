package dev.shakeout.faults.host;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Prepared;
import dev.shakeout.model.Bytes;
import dev.shakeout.model.Inverse;
import dev.shakeout.model.Numbers;
import dev.shakeout.model.Step;
import dev.shakeout.model.Target;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The control groups that are a target's own, as those of a container are, and less processor time and memory for all
 * that is in them. The groups' own files are written, so every process there is met, also those that run already.
 *
 * <p>Several injections may each have set a limit: each leaves a mark, a file in the runtime folder that says its limit
 * and what was there before any, and the least holds, whichever ends first. What somebody else has written meanwhile is
 * left to them.
 */
public record GroupLimits(Target target, String name, Machine machine) {
    /** $1 and $2 are what the mark's name begins and ends with, $3 the group's file, $4 the limit. */
    private static final String SET = """
            own=
            for mark in "$1"*; do
              if [ -e "$mark" ] && read -r limit own <"$mark"; then break; fi
            done
            read -r now rest <"$3" || exit 1
            echo "$4 ${own:-$now}" >"$1$2" || exit 1
            case $now in max | -1) ;; *) [ "$now" -gt "$4" ] || exit 0 ;; esac
            echo "$4" 2>/dev/null >"$3" || { echo "the kernel refuses $4 as the limit in $3" >&2; exit 1; }""";

    /** $1, $2 and $3 as above. */
    private static final String UNSET = """
            [ -e "$1$2" ] || exit 0
            if [ -e "$3" ] && read -r limit own <"$1$2" && read -r now rest <"$3" && [ "$now" = "$limit" ]; then
              least=
              for mark in "$1"*; do
                [ "$mark" != "$1$2" ] && read -r other rest <"$mark" || continue
                if [ -z "$least" ] || [ "$other" -lt "$least" ]; then least=$other; fi
              done
              echo "${least:-$own}" >"$3" || [ ! -e "$3" ] || exit 1
            fi
            rm -f "$1$2\"""";

    private static final int PAGE_BYTES = 4096;

    /** What they may still use, all together; at least one of the two. */
    public record Asked(Optional<Double> processors, Optional<Bytes> memory) {
        /** The kernel counts in pages. */
        Optional<Long> bytes() {
            return memory.map(bytes -> bytes.value() / PAGE_BYTES * PAGE_BYTES);
        }
    }

    /** What is missing on this machine to set any. */
    public static Optional<String> missing(Machine machine) {
        if (!machine.isRoot()) {
            return Optional.of("not root");
        }
        var procfs = new Procfs(machine);
        return Cgroup.with("cpu", "self", procfs).isPresent()
                        || Cgroup.with("memory", "self", procfs).isPresent()
                ? Optional.empty()
                : Optional.of("no cpu or memory controller is mounted under /sys/fs/cgroup");
    }

    /** The outermost group that is called after the target; it may have made others below. */
    private Optional<Cgroup> own(String controller) {
        return Cgroup.with(controller, target.detail("pid"), new Procfs(machine))
                .filter(group -> group.folder().toString().contains(name))
                .map(group -> {
                    Cgroup outermost = group;
                    while (outermost.parent().folder().toString().contains(name)) {
                        outermost = outermost.parent();
                    }
                    return outermost;
                });
    }

    /** Why that would not do, if so. */
    public Optional<String> refusal(Asked asked) {
        return asked.processors()
                .flatMap(this::processorsRefused)
                .or(() -> asked.bytes().flatMap(this::memoryRefused));
    }

    private Optional<String> processorsRefused(double asked) {
        Optional<Cgroup> own = own("cpu");
        if (own.isEmpty()) {
            return notVisible("cpu");
        }
        return own.get()
                .readOnly()
                .or(() -> limit(asked).refusal(target))
                .or(() -> CpuBandwidth.lowest(own.get())
                        .filter(lowest -> lowest.processors() <= asked)
                        .map(lowest -> target + " may use no more than " + Numbers.brief(lowest.processors())
                                + " processors already, by " + lowest.folder() + "; ask for less than that"));
    }

    private Optional<String> memoryRefused(long asked) {
        Optional<Cgroup> own = own("memory");
        if (own.isEmpty()) {
            return notVisible("memory");
        }
        long held = MemoryRoom.held(own.get());
        if (asked <= held) {
            return Optional.of(new Bytes(asked) + " are less than the " + new Bytes(held) + " that " + target
                    + " holds, so the kernel would end it; ask for more, or for memory/exhaust");
        }
        return own.get()
                .readOnly()
                .or(() -> MemoryRoom.lowestLimit(own.get())
                        .filter(lowest -> lowest <= asked)
                        .map(lowest -> target + " may use no more than " + new Bytes(lowest)
                                + " already; ask for less than that"));
    }

    private Optional<String> notVisible(String controller) {
        return Optional.of("the " + controller + " control group of " + target + " is not visible from here");
    }

    private CpuThrottle.Limit limit(double processors) {
        int available =
                CpuList.allowedTo(new Procfs(machine), target.detail("pid")).count();
        Duration period = own("cpu").map(CpuBandwidth::period).orElse(CpuBandwidth.USUAL_PERIOD);
        return new CpuThrottle.Limit(processors, available, period);
    }

    /** Only called when nothing refuses it. */
    public Prepared plan(Asked asked) {
        var token = Token.fresh();
        var steps = new ArrayList<Step>();
        var limits = new ArrayList<LimitsHold.Limit>();
        var notes = new ArrayList<String>();
        asked.processors().ifPresent(processors -> {
            Cgroup group = own("cpu").orElseThrow();
            var limit = limit(processors);
            long quota = limit.quota().toNanos() / 1000;
            steps.add(step(token, group, group.unified() ? "cpu.max" : "cpu.cfs_quota_us", limit.toString(), quota));
            limits.add(new LimitsHold.Processors(new QuotaHolds(target, group.folder(), limit, machine)));
            notes.add("where " + target + " is idle, a busy loop beside it shows for some periods that it is limited");
        });
        asked.bytes().ifPresent(bytes -> {
            Cgroup group = own("memory").orElseThrow();
            String file = group.unified() ? "memory.max" : "memory.limit_in_bytes";
            steps.add(step(token, group, file, new Bytes(bytes).toString(), bytes));
            limits.add(new LimitsHold.Memory(target, group, bytes, machine));
            notes.add(
                    "if it wants more than that, the kernel's OOM killer ends one of its processes; some pages of files"
                            + " beside it show that it is limited");
        });
        return new Prepared(steps, new LimitsHold(target, limits), notes);
    }

    private Step step(Token token, Cgroup group, String file, String words, long limit) {
        String kind = file.substring(0, file.indexOf('.'));
        String marks = machine.folders()
                .runtime()
                .toAbsolutePath()
                .resolve("limited-" + kind + "-" + name + "-")
                .toString();
        Path path = group.folder().resolve(file);
        return Step.shell(
                "leave " + target + " no more than " + words,
                SET,
                List.of(marks, token.text(), path.toString(), Long.toString(limit)),
                Inverse.of(UNSET, marks, token.text(), path.toString()));
    }
}
