package dev.shakeout.faults.host;

import dev.shakeout.engine.Effect;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Prepared;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Percent;
import dev.shakeout.model.Step;
import dev.shakeout.model.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Has the kernel do it: rules of nftables find the packets; those that leave are sent through a qdisc of ours or meet a
 * verdict, those that come in meet a verdict.
 *
 * @param cannot parameters of the fault that this way does not know
 */
record KernelRung(String name, String needs, Filters filters, Bites bites, Measured measured, List<Parameter<?>> cannot)
        implements Rung {
    /**
     * What becomes of a packet that is met.
     *
     * @param chance how many of those that are met it happens to
     * @param qdisc words of tc for what leaves; empty where the verdict is enough
     * @param outgoing verdicts for what leaves, the first that fits; none where the qdisc says all
     * @param incoming verdicts for what comes in; none where nothing can be done
     */
    record Bite(Percent chance, List<String> qdisc, List<String> outgoing, List<String> incoming) {
        static final Percent ALL = new Percent(100);
        private static final List<String> DROP = List.of("counter drop");

        /** Nobody is told of the loss: a verdict would let a sender on this host see its call fail. */
        static Bite dropping(Percent chance) {
            return new Bite(chance, List.of("blackhole"), List.of(), DROP);
        }

        static Bite shaping(List<String> qdisc) {
            return new Bite(ALL, qdisc, List.of(), List.of());
        }

        boolean forIptables(Direction direction) {
            return outgoing.isEmpty() && (drops() || !direction.in());
        }

        boolean drops() {
            return incoming.equals(DROP);
        }
    }

    /** What the arguments of a fault make of packets. */
    interface Bites {
        Bite of(Arguments arguments);
    }

    /** How that is seen. */
    interface Measured {
        Effect of(Seen seen);
    }

    /** @param hits how it is seen where nothing can be sent that is met */
    record Seen(Traffic traffic, Hits hits, Target target, Arguments arguments, Machine machine) {
        Optional<Spot> spot() {
            return Spot.of(traffic, target, machine);
        }
    }

    KernelRung(String name, String needs, Filters filters, Bites bites, Measured measured) {
        this(name, needs, filters, bites, measured, List.of());
    }

    KernelRung without(Parameter<?>... parameters) {
        return new KernelRung(name, needs, filters, bites, measured, List.of(parameters));
    }

    @Override
    public Optional<Set<String>> capabilities() {
        return Optional.of(Set.of("NET_ADMIN", "NET_RAW"));
    }

    @Override
    public String inverse() {
        return "the nftables table is deleted, and with it what shapes the packets";
    }

    @Override
    public Optional<String> missing(Machine machine) {
        Optional<String> nftables = NftTable.missing("filter", machine);
        return machine.isRoot()
                ? nftables.flatMap(nft -> IptablesChains.missing(machine).map(iptables -> nft + "; " + iptables))
                : nftables;
    }

    @Override
    public Optional<String> missingFor(Target target, Arguments arguments, Machine machine) {
        Optional<String> missing = unknown(arguments).or(() -> filters.missing(target, arguments, machine));
        if (missing.isPresent()) {
            return missing;
        }
        Traffic traffic = filters.of(target, arguments, machine);
        Bite bite = bites.of(arguments);
        if (traffic.direction().in() && bite.incoming().isEmpty()) {
            return Optional.of("it meets only what leaves an interface, and direction is " + traffic.direction());
        }
        Optional<String> shaped = traffic.direction().out() && !bite.qdisc().isEmpty()
                ? Band.refuses(bite.qdisc(), machine).or(() -> RootQdisc.missing(traffic, machine))
                : Optional.empty();
        return shaped.or(() -> rules(traffic, bite, new Token("shakeout-trial"), "1:1", machine)
                .refused(machine));
    }

    private Optional<String> unknown(Arguments arguments) {
        return cannot.stream()
                .map(Parameter::name)
                .filter(arguments.values()::containsKey)
                .map(given -> "it knows no " + given)
                .findFirst();
    }

    @Override
    public Prepared plan(Target target, Arguments arguments, Machine machine) {
        var token = Token.fresh();
        Traffic traffic = filters.of(target, arguments, machine);
        Bite bite = bites.of(arguments);
        var band = Band.fresh(bite.qdisc(), traffic.namespace(), machine);
        var steps = new ArrayList<Step>();
        var notes = new ArrayList<String>();
        if (traffic.direction().out() && !bite.qdisc().isEmpty()) {
            RootQdisc.of(traffic, machine).forEach(root -> steps.add(band.step(root.device(), traffic.namespace())));
            if (!bite.drops()) {
                notes.add("packets on their way when the fault is taken back are lost and sent again by TCP");
            }
        }
        PacketRules table = rules(traffic, bite, token, band.name(), machine);
        steps.add(table.step("find the packets " + traffic.words() + " of " + target, traffic.namespace()));
        traffic.session()
                .ifPresent(ssh -> notes.add("the ssh session from " + ssh.peer().getHostAddress() + " port "
                        + ssh.peerPort() + " is left alone"));
        var hits = new Hits(table, target, traffic, machine);
        return new Prepared(steps, measured.of(new Seen(traffic, hits, target, arguments, machine)), notes);
    }

    private static PacketRules rules(Traffic traffic, Bite bite, Token token, String qdisc, Machine machine) {
        boolean nftables = NftTable.missing("filter", machine).isEmpty();
        return nftables || !bite.forIptables(traffic.direction())
                ? table(traffic, bite, token, qdisc)
                : IptablesChains.of(token, traffic, bite, qdisc);
    }

    /** What drops comes after what shapes, so that a lost packet is lost and not late. */
    private static NftTable table(Traffic traffic, Bite bite, Token token, String qdisc) {
        int priority = NftTable.PRIORITY + (bite.drops() ? 5 : 0);
        var chains = new ArrayList<NftTable.Chain>();
        if (traffic.direction().out()) {
            List<String> verdicts =
                    bite.qdisc().isEmpty() ? bite.outgoing() : List.of("counter meta priority set " + qdisc);
            chains.add(NftTable.Chain.at(
                    "output", priority, rules(traffic, false, NftTable.chance(bite.chance()), verdicts)));
        }
        if (traffic.direction().in()) {
            chains.add(NftTable.Chain.at(
                    "input", priority, rules(traffic, true, NftTable.chance(bite.chance()), bite.incoming())));
        }
        return new NftTable(token, chains);
    }

    private static List<String> rules(Traffic traffic, boolean in, String condition, List<String> verdicts) {
        return verdicts.stream()
                .flatMap(verdict ->
                        traffic.rules(in, condition.isEmpty() ? verdict : condition + " " + verdict).stream())
                .distinct()
                .toList();
    }
}
