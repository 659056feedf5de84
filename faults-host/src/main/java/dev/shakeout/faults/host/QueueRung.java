package dev.shakeout.faults.host;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Prepared;
import dev.shakeout.engine.Rung;
import dev.shakeout.faults.host.queue.PacketQueue;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Step;
import dev.shakeout.model.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Has a process of ours hold, damage or disorder packets, for kernels without netem and for packets that come in.
 *
 * <pre>
 *   packet ──nftables: number of the queue into the mark──▶ iptables NFQUEUE ──▶ our process ──mark as before──▶ on its way
 * </pre>
 *
 * It is packets that are met, so open connections and UDP are met too. When our process ends, the kernel lets the packets
 * that wait go on, and the rule passes by a queue that nobody serves.
 */
record QueueRung(Filters filters, Options options, Refusal refusal, KernelRung.Measured measured) implements Rung {
    private static final String BOTH_FAMILIES = """
            spec() { # TOOL ACTION HOOK
              "$1" -w -t mangle "$2" "$3" -m mark --mark "$mark/0xffff0000" -m comment --comment "$token" \\
                -j NFQUEUE --queue-num "$queue" --queue-bypass
            }
            token=$1 queue=$2 mark=$3
            shift 3
            """;

    private static final String ADD = BOTH_FAMILIES + """
            for tool in iptables ip6tables; do
              for hook; do
                spec "$tool" -A "$hook" || [ "$tool" = ip6tables ] || exit 1
              done
            done""";

    private static final String REMOVE = BOTH_FAMILIES + """
            for tool in iptables ip6tables; do
              for hook; do
                while spec "$tool" -D "$hook" 2>/dev/null; do :; done
              done
              "$tool" -w -t mangle -S 2>/dev/null | grep -q -- "$token" && exit 1
            done
            :""";

    /** The words for our process. */
    interface Options {
        List<String> of(Arguments arguments);
    }

    /** What of the arguments our process does not know. */
    interface Refusal {
        Optional<String> of(Arguments arguments);
    }

    @Override
    public String name() {
        return "user-space packet queue (NFQUEUE)";
    }

    @Override
    public String needs() {
        return "root, nftables, iptables and the module xt_NFQUEUE";
    }

    @Override
    public Optional<Set<String>> capabilities() {
        return Optional.of(Set.of("NET_ADMIN", "NET_RAW"));
    }

    @Override
    public String inverse() {
        return "the rules are deleted and the process that serves the queue is ended; should it end by itself, the packets go on";
    }

    @Override
    public Optional<String> missing(Machine machine) {
        return NftTable.missing("filter", machine)
                .or(() -> machine.fact("nfqueue", () -> {
                    if (machine.tool("iptables").isEmpty()) {
                        return Optional.<String>of("iptables is not installed (Debian: iptables)");
                    }
                    List<String> argv = TrialNetwork.shell(ADD, "( " + ADD + "\n) && ( " + REMOVE + "\n)", machine);
                    argv.addAll(List.of("shakeout-trial", "4096", "0x10000000", "OUTPUT", "INPUT"));
                    var finished = machine.processes().run(argv);
                    return finished.ok()
                            ? Optional.<String>empty()
                            : Optional.of("the kernel has no NFQUEUE: " + finished.complaint());
                }));
    }

    @Override
    public Optional<String> missingFor(Target target, Arguments arguments, Machine machine) {
        return refusal.of(arguments)
                .or(() -> filters.missing(target, arguments, machine))
                .or(() -> table(filters.of(target, arguments, machine), new Token("shakeout-trial"), "0x10000000")
                        .refused(machine));
    }

    @Override
    public Prepared plan(Target target, Arguments arguments, Machine machine) {
        var token = Token.fresh();
        Traffic traffic = filters.of(target, arguments, machine);
        int queue = 0x1000 + token.number() % 0xe000;
        String mark = "0x" + Integer.toHexString(queue) + "0000";
        NftTable table = table(traffic, token, mark);
        var rule = new ArrayList<>(List.of(token.text(), Integer.toString(queue), mark));
        if (traffic.direction().out()) {
            rule.add("OUTPUT");
        }
        if (traffic.direction().in()) {
            rule.add("INPUT");
        }
        var steps = List.of(
                table.step("mark the packets " + traffic.words() + " of " + target, traffic.namespace()),
                Step.command(
                        "put marked packets into queue " + queue,
                        traffic.namespace().shell(ADD, rule),
                        traffic.namespace().inverse(REMOVE, rule)),
                // last, as packets pass by a queue that nobody serves yet
                Step.idleChild(
                        "start a process that serves packet queue " + queue,
                        traffic.namespace().inside(server(token, queue, arguments, machine))));
        var hits = new Hits(table, target, traffic, machine);
        return new Prepared(
                steps,
                measured.of(new KernelRung.Seen(traffic, hits, target, arguments, machine)),
                List.of(
                        "every packet that is met takes a way through a process of ours, some tens of microseconds long"));
    }

    private List<String> server(Token token, int queue, Arguments arguments, Machine machine) {
        List<String> argv = server(PacketQueue.class, token, Integer.toString(queue), machine);
        argv.addAll(options.of(arguments));
        return argv;
    }

    /** The command of a process that serves a queue; its other options can be added. */
    static List<String> server(Class<?> main, Token token, String queue, Machine machine) {
        var argv = new ArrayList<>(machine.java());
        argv.addAll(List.of("-Xmx256m", main.getName(), token.option(), "--queue=" + queue));
        return argv;
    }

    private static NftTable table(Traffic traffic, Token token, String mark) {
        String verdict = "counter meta mark set meta mark & 0x0000ffff | " + mark;
        var chains = new ArrayList<NftTable.Chain>();
        if (traffic.direction().out()) {
            chains.add(NftTable.Chain.at("output", NftTable.PRIORITY, traffic.rules(false, verdict)));
        }
        if (traffic.direction().in()) {
            chains.add(NftTable.Chain.at("input", NftTable.PRIORITY, traffic.rules(true, verdict)));
        }
        return new NftTable(token, chains);
    }
}
