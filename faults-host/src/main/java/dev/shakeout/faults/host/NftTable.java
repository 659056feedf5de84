package dev.shakeout.faults.host;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.Step;
import java.util.List;
import java.util.Optional;

/** An nftables table of our own per injection: made in one transaction, and removed as a whole. */
record NftTable(Token token, List<Chain> chains) {
    /** @param lines its type line, then its rules */
    record Chain(String name, List<String> lines) {}

    private static final String REMOVE = """
            tables=$(nft list tables) || exit 1
            printf '%s\\n' "$tables" | grep -qx "table inet $1" || exit 0
            nft delete table inet "$1\"""";

    String name() {
        return token.identifier();
    }

    String text() {
        var text = new StringBuilder("table inet " + name() + " {\n");
        for (Chain chain : chains) {
            text.append("  chain ").append(chain.name()).append(" {\n");
            chain.lines().forEach(line -> text.append("    ").append(line).append('\n'));
            text.append("  }\n");
        }
        return text.append("}\n").toString();
    }

    Step step(String what, NetNamespace namespace) {
        return Step.command(
                what, namespace.shell("nft \"$1\"", List.of(text())), namespace.inverse(REMOVE, List.of(name())));
    }

    /** Matches what is on its way to a listener. */
    static String to(Listener listener) {
        String port = "tcp dport " + listener.port();
        if (listener.wildcard()) {
            return port;
        }
        return (listener.ipv6() ? "ip6" : "ip") + " daddr " + listener.address().getHostAddress() + " " + port;
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
        return machine.fact("nftables:" + kind, () -> {
            var trial = new NftTable(Token.fresh(), List.of(trialChain(kind)));
            var namespace = List.of("unshare", "--net", "sh", "-c", "PATH=$PATH:/usr/sbin:/sbin; nft \"$1\"", "sh");
            var argv = new java.util.ArrayList<>(namespace);
            argv.add(trial.text());
            var finished = machine.processes().run(argv);
            return finished.ok()
                    ? Optional.<String>empty()
                    : Optional.of("the kernel does not take nftables rules: " + finished.complaint());
        });
    }

    private static Chain trialChain(String kind) {
        return kind.equals("nat")
                ? new Chain(
                        "trial",
                        List.of(
                                "type nat hook output priority -150; policy accept;",
                                "fib daddr type local tcp dport 1 redirect to :2"))
                : new Chain(
                        "trial",
                        List.of(
                                "type filter hook input priority -10; policy accept;",
                                "tcp dport 1 reject with tcp reset"));
    }
}
