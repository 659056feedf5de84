package dev.shakeout.faults.host;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Prepared;
import dev.shakeout.engine.Rung;
import dev.shakeout.faults.host.dns.AnswerQueue;
import dev.shakeout.faults.host.dns.RecordType;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Step;
import dev.shakeout.model.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Has a process of ours hold, change or drop the answers of DNS servers on their way to whoever asked.
 *
 * <pre>
 *   question ──▶ server ──answer──▶ iptables NFQUEUE ──▶ our process ──▶ whoever asked
 * </pre>
 *
 * The question itself goes where it was meant to, so any server is met that the target asks, a stub on the loopback too,
 * and addresses, ports and open sockets stay what they are. When our process ends, the kernel lets answers pass.
 *
 * <p>A packet that was in a queue goes on behind the chain that put it there, so each injection has a chain for itself.
 */
record AnswerRung(NameFault fault) implements Rung {
    /** Where answers come by. The chains of the filter are left alone: what comes from a queue would pass their other rules. */
    private static final String RULES = """
            token=$1 queue=$2
            shift 2
            chains='security:INPUT mangle:PREROUTING raw:PREROUTING'
            tool() { # the one for the kernel's own kind of tables
              for each in "$1" "$1-legacy"; do
                "$each" -w -t mangle -S >/dev/null 2>&1 && { echo "$each"; return; }
              done
              echo "$1"
            }
            ipv4=$(tool iptables) ipv6=$(tool ip6tables)
            ours() { # CHAIN: the rules of all our injections
              for tool in "$ipv4" "$ipv6"; do
                "$tool" -w -t "${1%:*}" -S "${1#*:}" 2>/dev/null | grep -- '--comment shakeout-'
              done
            }
            add() { # CHAIN SERVER
              tool=$ipv4
              case $2 in *:*) tool=$ipv6 ;; esac
              for transport in udp tcp; do
                "$tool" -w -t "${1%:*}" -A "${1#*:}" -s "$2" -p "$transport" --sport 53 \\
                  -m comment --comment "$token" -j NFQUEUE --queue-num "$queue" --queue-bypass || return 1
              done
            }
            remove() { # CHAIN
              for tool in "$ipv4" "$ipv6"; do
                "$tool" -w -t "${1%:*}" -S "${1#*:}" 2>/dev/null | grep -- "--comment $token " |
                  sed 's/^-A/-D/' | while read -r rule; do
                    # made of plain words only
                    "$tool" -w -t "${1%:*}" $rule
                  done
              done
            }
            """;

    private static final String ADD = RULES + """
            for chain in $chains; do
              [ -z "$(ours "$chain")" ] || continue
              added=yes
              for server; do
                add "$chain" "$server" || added=
              done
              # somebody else may have come first in the meantime
              first=$(ours "$chain" | head -n 1)
              case $added$first in yes*"$token "*) exit 0 ;; esac
              remove "$chain"
            done
            echo "no chain of iptables is free: at most 3 faults of DNS can be on in one network namespace" >&2
            exit 1""";

    private static final String REMOVE = RULES + """
            for chain in $chains; do
              remove "$chain"
              ! ours "$chain" | grep -q -- "$token " || exit 1
            done""";

    private static final List<String> EVERYBODY = List.of("0.0.0.0/0", "::/0");

    @Override
    public String name() {
        return "user-space packet queue for DNS answers (NFQUEUE)";
    }

    @Override
    public String needs() {
        return "root, iptables and the module xt_NFQUEUE";
    }

    @Override
    public Optional<Set<String>> capabilities() {
        return Optional.of(Set.of("NET_ADMIN", "NET_RAW"));
    }

    @Override
    public String inverse() {
        return "the rules are deleted and the process that serves the queue is ended; should it end by itself, answers pass";
    }

    @Override
    public Optional<String> missing(Machine machine) {
        if (!machine.isRoot()) {
            return Optional.of("not root");
        }
        if (machine.tool("iptables").isEmpty()) {
            return Optional.of("iptables is not installed (Debian: iptables)");
        }
        return refused("127.0.0.1", machine);
    }

    private static Optional<String> refused(String server, Machine machine) {
        return machine.fact("nfqueue for answers of " + server, () -> {
            List<String> argv = TrialNetwork.shell(ADD, "( " + ADD + "\n) && ( " + REMOVE + "\n)", machine);
            argv.addAll(List.of("shakeout-trial", "4096", server));
            var finished = machine.processes().run(argv);
            return finished.ok()
                    ? Optional.<String>empty()
                    : Optional.of("the kernel has no NFQUEUE: " + finished.complaint());
        });
    }

    @Override
    public Optional<String> missingFor(Target target, Arguments arguments, Machine machine) {
        if (target.kind().equals("host") && arguments.find(NameFault.NAMES).isEmpty()) {
            return Optional.of("on a whole host say which names are meant; names: '*' means all of them");
        }
        String asked = NameFault.asked(arguments);
        if (!NameFault.names(arguments).meet(asked)) {
            return Optional.of("try must be a name that is met, and " + DomainNames.written(asked) + " is none of "
                    + NameFault.names(arguments));
        }
        try {
            boolean ipv6 = servers(target, arguments, machine).stream().anyMatch(server -> server.contains(":"));
            asking(target, arguments, machine);
            return fault.problem(arguments)
                    .or(() -> NetNamespace.missing(target, machine))
                    .or(() -> ipv6 ? refused("::1", machine) : Optional.empty());
        } catch (BadValue e) {
            return Optional.of(e.getMessage());
        }
    }

    private static List<String> servers(Target target, Arguments arguments, Machine machine) {
        Optional<Peers> given = arguments.find(NameFault.SERVERS);
        if (given.isPresent() && given.get().anybody()) {
            return EVERYBODY;
        }
        return given
                .map(peers -> peers.resolve(target, machine))
                .orElseGet(() -> Resolvers.of(target, machine))
                .stream()
                .map(Net::toString)
                .toList();
    }

    private NameFault.Question asking(Target target, Arguments arguments, Machine machine) {
        List<Net> met =
                servers(target, arguments, machine).stream().map(Net::parse).toList();
        Net server = met.stream()
                .filter(Net::single)
                .findFirst()
                .or(() -> Resolvers.of(target, machine).stream()
                        .filter(own -> met.stream().anyMatch(net -> net.has(own.address())))
                        .findFirst())
                .orElseThrow(() -> new BadValue("servers must have an address to ask, to measure the effect"));
        RecordType type = fault.types(arguments).stream().findFirst().orElse(RecordType.A);
        return new NameFault.Question(NameFault.asked(arguments), type, server.toString(), target, machine);
    }

    @Override
    public Prepared plan(Target target, Arguments arguments, Machine machine) {
        var token = Token.fresh();
        var namespace = NetNamespace.of(target, machine);
        List<String> servers = servers(target, arguments, machine);
        String queue = Integer.toString(0x1000 + token.number() % 0xe000);
        var rules = new ArrayList<>(List.of(token.text(), queue));
        rules.addAll(servers);
        String whose = servers.equals(EVERYBODY) ? "every server" : String.join(", ", servers);
        String names = NameFault.names(arguments).toString();
        var steps = List.of(
                Step.command(
                        "put the DNS answers of " + whose + " into queue " + queue,
                        namespace.shell(ADD, rules),
                        namespace.inverse(REMOVE, rules)),
                // last, as answers pass by a queue that nobody serves yet
                Step.idleChild(
                        "start a process for DNS answers about " + names,
                        namespace.inside(server(token, queue, arguments, machine))));
        return new Prepared(
                steps,
                fault.effect(asking(target, arguments, machine), arguments),
                List.of(
                        "met is whoever asks " + whose + " in the network namespace of " + target,
                        "answers that were kept before stay as they are"));
    }

    private List<String> server(Token token, String queue, Arguments arguments, Machine machine) {
        List<String> argv = QueueRung.server(AnswerQueue.class, token, queue, machine);
        NameFault.names(arguments).patterns().forEach(name -> argv.add("--name=" + name.pattern()));
        fault.types(arguments).forEach(type -> argv.add("--type=" + type));
        argv.add("--percent="
                + new java.math.BigDecimal(arguments.get(NameFault.PERCENT).value()).toPlainString() + "%");
        argv.addAll(fault.words(arguments));
        return argv;
    }
}
