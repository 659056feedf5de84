package dev.shakeout.faults.host;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.Percent;
import dev.shakeout.model.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A table of nftables of our own, made in one transaction, and removed as a whole.
 *
 * @param family inet, ip or ip6
 */
record NftTable(Token token, String family, List<Chain> chains) implements PacketRules {
    /** Hooks in before address translation, so that peers are who the target's clients take them for. */
    static final int PRIORITY = -160;

    /** @param lines its type line, then its rules */
    record Chain(String name, List<String> lines) {
        /** Lets everything pass that no rule is about. */
        static Chain at(String hook, int priority, List<String> rules) {
            var lines = new ArrayList<String>();
            lines.add("type filter hook " + hook + " priority " + priority + "; policy accept;");
            lines.addAll(rules);
            return new Chain(hook, lines);
        }
    }

    private static final String REMOVE = """
            tables=$(nft list tables) || exit 1
            printf '%s\\n' "$tables" | grep -qx "table $2 $1" || exit 0
            nft delete table "$2" "$1\"""";

    private static final String COUNT = """
            nft list table "$1" "$2" 2>/dev/null | sed -n 's/.*counter packets \\([0-9]*\\).*/\\1/p'""";

    NftTable(Token token, List<Chain> chains) {
        this(token, "inet", chains);
    }

    String name() {
        return token.identifier();
    }

    String text() {
        var text = new StringBuilder("table " + family + " " + name() + " {\n");
        for (Chain chain : chains) {
            text.append("  chain ").append(chain.name()).append(" {\n");
            chain.lines().forEach(line -> text.append("    ").append(line).append('\n'));
            text.append("  }\n");
        }
        return text.append("}\n").toString();
    }

    @Override
    public Step step(String what, NetNamespace namespace) {
        return Step.command(
                what,
                namespace.shell("nft \"$1\"", List.of(text())),
                namespace.inverse(REMOVE, List.of(name(), family)));
    }

    /** Matches what is on its way to a listener. */
    static String to(Listener listener) {
        String port = "tcp dport " + listener.port();
        if (listener.wildcard()) {
            return port;
        }
        return (listener.ipv6() ? "ip6" : "ip") + " daddr " + listener.address().getHostAddress() + " " + port;
    }

    /** An expression that holds for that share of the packets. */
    static String chance(Percent share) {
        long ofMillion = Math.round(share.fraction() * 1_000_000);
        return ofMillion >= 1_000_000 ? "" : "numgen random mod 1000000 < " + ofMillion;
    }

    /**
     * Tries it once where it can do no harm, in a network namespace that ends with the trial.
     *
     * @param kind filter or nat
     */
    static Optional<String> missing(String kind, Machine machine) {
        if (!machine.isRoot()) {
            return Optional.of("not root");
        }
        if (machine.tool("nft").isEmpty()) {
            return Optional.of("nft is not installed (Debian: nftables)");
        }
        return kind.equals("nat")
                ? refuses(
                        "type nat hook output priority -150; policy accept;",
                        "fib daddr type local tcp dport 1 redirect to :2",
                        machine)
                : refuses("type filter hook input priority -10; policy accept;", "tcp dport 1 counter drop", machine);
    }

    /** Why the kernel does not take a rule, if so. */
    static Optional<String> refuses(String type, String rule, Machine machine) {
        return new NftTable(new Token("shakeout-trial"), List.of(new Chain("trial", List.of(type, rule))))
                .refused(machine);
    }

    @Override
    public List<String> counting(NetNamespace namespace) {
        return namespace.shell(COUNT, List.of(family, name()));
    }

    @Override
    public Optional<String> refused(Machine machine) {
        return machine.fact("nftables:" + text(), () -> {
            List<String> argv = TrialNetwork.shell("nft \"$1\"", "nft --check \"$1\"", machine);
            argv.add(text());
            var finished = machine.processes().run(argv);
            return finished.ok()
                    ? Optional.<String>empty()
                    : Optional.of("the kernel does not take nftables rules: " + finished.complaint());
        });
    }
}
