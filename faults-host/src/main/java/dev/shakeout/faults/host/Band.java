package dev.shakeout.faults.host;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/**
 * A qdisc for some of the packets that leave an interface, beside others of ours.
 *
 * <pre>
 *   root 5ca0: htb ─┬─ class 5ca0:HANDLE ── qdisc HANDLE: (netem, tbf, blackhole)
 *                   ├─ class of another injection
 *                   └─ everything else, at once
 * </pre>
 *
 * A packet takes the class that its priority names ({@code htb_classify} in net/sched/sch_htb.c looks there first), so no
 * filter of tc is needed, and rules of nftables say which packets those are. Who leaves last takes the root away.
 *
 * @param handle four hexadecimal digits
 * @param qdisc the words of tc for it
 */
record Band(String handle, List<String> qdisc) {
    private static final int FIRST = 0x1000;
    /** Below our root's own handle. */
    private static final int HANDLES = 0x4000;

    /** From anywhere, as other processes count too. */
    private static final AtomicInteger NEXT = new AtomicInteger(Token.fresh().number() % HANDLES);

    /** The handle of our root, so that we know it again. */
    static final String ROOT = "5ca0";

    /**
     * Whoever takes the root away must not take along a class that comes meanwhile; one at a time in a network namespace.
     * No process that outlives the script holds the lock.
     */
    private static final String ALONE = """
            if command -v flock >/dev/null 2>&1; then
              exec 9</proc/self/ns/net && flock -w 20 9 || {
                echo 'somebody else is changing qdiscs in this network namespace for too long' >&2
                exit 1
              }
            fi
            """;

    /** A root that somebody else takes away between the two commands, where there is no flock, is put there again. */
    private static final String ADD = ALONE + """
            dev=$1 handle=$2
            shift 2
            ours() { tc qdisc show dev "$dev" | grep -q '^qdisc htb 5ca0: root'; }
            for attempt in 1 2 3 4 5; do
              said=$(tc qdisc add dev "$dev" root handle 5ca0: htb direct_qlen 1000 2>&1) || ours || { echo "$said" >&2; exit 1; }
              said=$(tc class add dev "$dev" parent 5ca0: classid "5ca0:$handle" htb rate 100gbit quantum 60000 2>&1) && break
              ours && { echo "$said" >&2; exit 1; }
            done
            tc qdisc add dev "$dev" parent "5ca0:$handle" handle "$handle:" "$@\"""";

    private static final String REMOVE = ALONE + """
            dev=$1 handle=$2
            ours() { tc qdisc show dev "$dev" 2>/dev/null | grep -q '^qdisc htb 5ca0: root'; }
            has() { tc class show dev "$dev" | grep -q "^class htb 5ca0:$handle "; }
            ours || exit 0
            if has; then
              tc qdisc del dev "$dev" parent "5ca0:$handle" handle "$handle:" 2>/dev/null
              tc class del dev "$dev" classid "5ca0:$handle" 2>/dev/null
              has && exit 1
            fi
            tc class show dev "$dev" | grep -q '^class htb 5ca0:' || tc qdisc del dev "$dev" root handle 5ca0: || ! ours""";

    private static final int NO_ROOT = 7;

    private static final String TRIAL = """
            tc qdisc add dev "$dev" root handle 5ca0: htb || exit 7
            tc class add dev "$dev" parent 5ca0: classid 5ca0:1000 htb rate 100gbit quantum 60000 &&
            tc qdisc add dev "$dev" parent 5ca0:1000 handle 1000: "$@\"""";

    /** A device that nobody sends anything to. */
    private static final String HERE = """
            dev=trial$$
            ip link add "$dev" type veth peer name "peer$$" || exit 1
            trap 'ip link del "$dev"' EXIT
            """;

    /** One whose handle no other injection has in that namespace: whoever takes back removes what has its handle. */
    static Band fresh(List<String> qdisc, NetNamespace namespace, Machine machine) {
        String there = machine.processes()
                .run(namespace.shell("exec tc qdisc show", List.of()))
                .output();
        return new Band(free(there, NEXT::getAndIncrement), qdisc);
    }

    /** @param there what tc shows, with each qdisc's handle and a colon between blanks */
    static String free(String there, IntSupplier next) {
        String handle;
        do {
            handle = Integer.toHexString(FIRST + Math.floorMod(next.getAsInt(), HANDLES));
        } while (there.contains(" " + handle + ": "));
        return handle;
    }

    /** The priority by which a packet takes it. */
    String name() {
        return ROOT + ":" + handle;
    }

    Step step(String device, NetNamespace namespace) {
        var arguments = new ArrayList<>(List.of(device, handle));
        arguments.addAll(qdisc);
        return Step.command(
                "make a " + qdisc.getFirst() + " for packets that leave interface " + device,
                namespace.shell(ADD, arguments),
                namespace.inverse(REMOVE, List.of(device, handle)));
    }

    /** Why the kernel does not take such a qdisc, if so; tried in a network namespace that ends with the trial. */
    static Optional<String> refuses(List<String> qdisc, Machine machine) {
        if (!machine.isRoot()) {
            return Optional.of("not root");
        }
        if (machine.tool("tc").isEmpty()) {
            return Optional.of("tc is not installed (Debian: iproute2)");
        }
        return machine.fact("qdisc:" + String.join(" ", qdisc), () -> {
            List<String> argv = TrialNetwork.shell("dev=lo\n" + TRIAL, HERE + TRIAL, machine);
            argv.addAll(qdisc);
            var finished = machine.processes().run(argv);
            String module = "sch_" + (finished.status() == NO_ROOT ? "htb" : qdisc.getFirst());
            return finished.ok()
                    ? Optional.<String>empty()
                    : Optional.of("the kernel has no module " + module + ": " + finished.complaint());
        });
    }
}
