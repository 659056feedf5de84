package dev.shakeout.faults.host;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Chains of iptables of our own, for kernels without nftables: one for each hook and family, named after the token, which
 * the built-in chain jumps to.
 *
 * @param ipv4 rules, each with its hook before it: "OUTPUT -p tcp --sport 80 -j DROP"
 */
record IptablesChains(Token token, List<String> ipv4, List<String> ipv6) implements PacketRules {
    private static final String TOOLS = """
            tool() {
              for each in "$1-legacy" "$1"; do
                "$each" -w -t mangle -S >/dev/null 2>&1 && { echo "$each"; return; }
              done
              echo "$1 does not work here" >&2
              return 1
            }
            """;

    /** Chain names of their own for each hook: a rule may be meant for one of them alone. */
    private static final String ADD = TOOLS + """
            chain=$1 family=$2
            shift 2
            t=$(tool "$family") || exit 1
            for hook in OUTPUT INPUT; do
              "$t" -w -t mangle -N "$chain$hook" || exit 1
            done
            for rule; do
              # a rule is made of plain words only
              "$t" -w -t mangle -A "$chain"$rule || exit 1
            done
            for hook in OUTPUT INPUT; do
              "$t" -w -t mangle -A "$hook" -j "$chain$hook" || exit 1
            done""";

    private static final String REMOVE = TOOLS + """
            for family in iptables ip6tables; do
              t=$(tool "$family" 2>/dev/null) || continue
              for hook in OUTPUT INPUT; do
                "$t" -w -t mangle -D "$hook" -j "$1$hook" 2>/dev/null
                "$t" -w -t mangle -F "$1$hook" 2>/dev/null
                "$t" -w -t mangle -X "$1$hook" 2>/dev/null
              done
              "$t" -w -t mangle -S | grep -q -- "$1" && exit 1
            done
            :""";

    private static final String COUNT = TOOLS + """
            for family in iptables ip6tables; do
              t=$(tool "$family" 2>/dev/null) || continue
              for hook in OUTPUT INPUT; do
                "$t" -w -t mangle -L "$1$hook" -vxn 2>/dev/null | sed -n 's/^ *\\([0-9][0-9]*\\) .*/\\1/p'
              done
            done""";

    /**
     * The rules for some traffic.
     *
     * @param bite drops, or sends through a qdisc
     * @param qdisc class that packets are sent to, such as 5ca0:1234
     */
    static IptablesChains of(Token token, Traffic traffic, KernelRung.Bite bite, String qdisc) {
        var ipv4 = new ArrayList<String>();
        var ipv6 = new ArrayList<String>();
        for (boolean in : new boolean[] {false, true}) {
            if (in ? traffic.direction().in() : traffic.direction().out()) {
                String verdict = in ? "DROP" : "CLASSIFY --set-class " + qdisc;
                ipv4.addAll(new IptablesRules(traffic, in, false).lines(bite.chance(), verdict));
                ipv6.addAll(new IptablesRules(traffic, in, true).lines(bite.chance(), verdict));
            }
        }
        return new IptablesChains(token, ipv4, ipv6);
    }

    static Optional<String> missing(Machine machine) {
        if (!machine.isRoot()) {
            return Optional.of("not root");
        }
        var trial = new IptablesChains(
                new Token("shakeout-trial"), List.of("OUTPUT -p tcp -j CLASSIFY --set-class 1:1"), List.of());
        return trial.refused(machine);
    }

    @Override
    public Step step(String what, NetNamespace namespace) {
        return Step.command(what, namespace.shell(add(), arguments()), namespace.inverse(REMOVE, List.of(chain())));
    }

    private String chain() {
        return token.identifier();
    }

    /** The script for one family twice, as far as there are rules of it. */
    private static String add() {
        return "add() {\n" + ADD + "\n}\nn=$2 chain=$1\nshift 2\n" + """
                if [ "$n" -gt 0 ]; then (
                  i=0 all=$#
                  while [ "$i" -lt "$all" ]; do
                    [ "$i" -ge "$n" ] || set -- "$@" "$1"
                    shift
                    i=$((i+1))
                  done
                  add "$chain" iptables "$@"
                ) || exit 1; fi
                shift "$n"
                [ $# = 0 ] || add "$chain" ip6tables "$@\"""";
    }

    private List<String> arguments() {
        var arguments = new ArrayList<>(List.of(chain(), Integer.toString(ipv4.size())));
        arguments.addAll(ipv4);
        arguments.addAll(ipv6);
        return arguments;
    }

    @Override
    public Optional<String> refused(Machine machine) {
        return machine.fact("iptables:" + ipv4 + ipv6, () -> {
            List<String> argv = TrialNetwork.shell(add(), "iptables -w -t mangle -S >/dev/null", machine);
            argv.addAll(arguments());
            var finished = machine.processes().run(argv);
            return finished.ok()
                    ? Optional.<String>empty()
                    : Optional.of("the kernel does not take rules of iptables: " + finished.complaint());
        });
    }

    @Override
    public List<String> counting(NetNamespace namespace) {
        return namespace.shell(COUNT, List.of(chain()));
    }
}
