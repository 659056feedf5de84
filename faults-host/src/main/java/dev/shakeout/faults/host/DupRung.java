package dev.shakeout.faults.host;

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
 * Has nftables send a copy of a packet to where the packet goes.
 *
 * <p>A copy of what leaves is not looked at again by the kernel itself. A copy of what comes in comes in by the loopback
 * and would be copied without end, so it is marked while it is made.
 */
record DupRung(Filters filters, Parameter<Percent> share, KernelRung.Measured measured) implements Rung {
    private static final String MARK = "0x10000000";

    @Override
    public String name() {
        return "kernel (nftables dup)";
    }

    @Override
    public String needs() {
        return "root, nftables and the modules nft_dup_ipv4 and nft_dup_ipv6";
    }

    @Override
    public Optional<Set<String>> capabilities() {
        return Optional.of(Set.of("NET_ADMIN"));
    }

    @Override
    public String inverse() {
        return "the nftables tables are deleted";
    }

    @Override
    public Optional<String> missing(Machine machine) {
        return NftTable.missing("filter", machine);
    }

    @Override
    public Optional<String> missingFor(Target target, Arguments arguments, Machine machine) {
        if (arguments.values().containsKey(Netem.CORRELATION.name())) {
            return Optional.of("it knows no correlation");
        }
        Optional<String> missing = filters.missing(target, arguments, machine);
        return missing.isPresent()
                ? missing
                : tables(filters.of(target, arguments, machine), arguments, new Token("shakeout-trial")).stream()
                        .flatMap(table -> table.refused(machine).stream())
                        .findFirst();
    }

    @Override
    public Prepared plan(Target target, Arguments arguments, Machine machine) {
        var token = Token.fresh();
        Traffic traffic = filters.of(target, arguments, machine);
        List<NftTable> tables = tables(traffic, arguments, token);
        var steps = new ArrayList<Step>();
        tables.forEach(table -> steps.add(table.step(
                "copy " + table.family() + " packets " + traffic.words() + " of " + target, traffic.namespace())));
        var hits = new Hits(tables.getFirst(), target, traffic, machine);
        return Prepared.of(steps, measured.of(new KernelRung.Seen(traffic, hits, target, arguments, machine)));
    }

    /** The statement is known to the families ip and ip6 only. */
    private List<NftTable> tables(Traffic traffic, Arguments arguments, Token token) {
        var tables = new ArrayList<NftTable>();
        for (boolean ipv6 : new boolean[] {false, true}) {
            String chance = NftTable.chance(arguments.get(share));
            String copy = "dup to " + (ipv6 ? "ip6" : "ip") + " daddr";
            var chains = new ArrayList<NftTable.Chain>();
            if (traffic.direction().out()) {
                List<String> rules = traffic.rules(false, ipv6, chance + " counter " + copy);
                chains.add(NftTable.Chain.at("output", NftTable.PRIORITY, rules));
            }
            if (traffic.direction().in()) {
                String marked = "meta mark & " + MARK + " == 0 " + chance + " counter meta mark set meta mark | " + MARK
                        + " " + copy + " meta mark set meta mark ^ " + MARK;
                chains.add(NftTable.Chain.at("input", NftTable.PRIORITY, traffic.rules(true, ipv6, marked)));
            }
            if (chains.stream().anyMatch(chain -> chain.lines().size() > 1)) {
                tables.add(new NftTable(token, ipv6 ? "ip6" : "ip", chains));
            }
        }
        return tables;
    }
}
