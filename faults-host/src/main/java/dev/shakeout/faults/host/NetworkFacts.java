package dev.shakeout.faults.host;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Processes;
import dev.shakeout.engine.Threads;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.regex.Pattern;

/** Qdiscs, packet filters, routes, addresses and settings of a network namespace, by one shell for each. */
record NetworkFacts(Machine machine, Trace trace) {
    private static final String BAND = "htb";
    private static final String SYSCTL = "sys/";
    /** Networks that are being removed elsewhere can hold up every tool for seconds; a late proof is better than none. */
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static final int TIMED_OUT = 124;

    /** A tool that is not there, or may not look, could not have changed anything either. */
    private static final String LOOK = """
            exec 2>/dev/null
            echo @qdisc; tc qdisc show
            echo @table; nft list tables
            echo @iptables; iptables-save
            echo @ip6tables; ip6tables-save
            echo @file; cd /proc && grep -s '' net/route net/ipv6_route net/fib_trie net/if_inet6 "$@"
            echo @end""";

    /** What a service feels of its network, and of the host. The other thousand are compared when a step names them. */
    private static final Set<String> SYSCTLS = Set.of(
            "net.ipv4.ip_forward",
            "net.ipv4.ip_local_port_range",
            "net.ipv4.tcp_rmem",
            "net.ipv4.tcp_wmem",
            "net.ipv4.tcp_retries2",
            "net.ipv4.tcp_syn_retries",
            "net.ipv4.tcp_max_syn_backlog",
            "net.ipv4.tcp_fin_timeout",
            "net.core.somaxconn",
            "net.core.rmem_max",
            "net.core.wmem_max",
            "net.netfilter.nf_conntrack_max",
            "kernel.pid_max",
            "kernel.threads-max",
            "vm.overcommit_memory",
            "vm.swappiness",
            "fs.file-max");

    private static final Pattern QDISC =
            Pattern.compile("qdisc (\\S+) (\\w+): (?:dev (\\S+) )?(root|parent \\S+|ingress|clsact)?.*");

    /** What the shells say once they are through. */
    interface Looking {
        /** @throws IOException a network could not be looked at in reasonable time */
        void into(HostPicture picture) throws IOException;
    }

    Looking look(Places places) {
        var pending = new ArrayList<Looking>();
        places.networks().forEach((place, network) -> {
            var shell = Threads.ask("network facts", () -> look(place, network));
            pending.add(picture -> see(place, network, joined(shell), picture));
        });
        return picture -> {
            for (Looking one : pending) {
                one.into(picture);
            }
        };
    }

    private static void see(String place, NetNamespace network, Processes.Finished finished, HostPicture picture)
            throws IOException {
        if (finished.output().endsWith("@end\n")) {
            picture.saw(place);
            new InNetwork(place, network.entering()).read(finished.output(), picture);
        } else if (finished.status() == TIMED_OUT || place.isEmpty()) {
            throw new IOException("the network could not be looked at: " + finished.complaint());
        } // else the namespace is gone, or was never ours to enter
    }

    private static Processes.Finished joined(CompletableFuture<Processes.Finished> looking) throws IOException {
        try {
            return looking.join();
        } catch (CompletionException e) {
            throw new IOException("the network could not be looked at: " + e.getCause());
        }
    }

    private Processes.Finished look(String place, NetNamespace network) {
        var keys = new TreeSet<>(SYSCTLS);
        keys.addAll(trace.sysctls());
        var files = new ArrayList<String>();
        for (String key : keys) {
            if (place.isEmpty() || key.startsWith("net.")) { // the others are the same in every namespace
                files.add(SYSCTL + key.replace('.', '/'));
            }
        }
        return machine.processes().run(network.shell(LOOK, files), LIMIT);
    }

    /** Whether it is the root that delays of several runs share: it is theirs too as long as one of theirs hangs on it. */
    static boolean isSharedRoot(Fact fact, Collection<Fact> all, Trace trace) {
        return fact.keys().contains(Band.ROOT)
                && all.stream()
                        .anyMatch(band -> band.place().equals(fact.place())
                                && band.keys().contains(BAND)
                                && !trace.names(band)
                                && band.slot()
                                        .endsWith(fact.slot()
                                                .substring(fact.slot().lastIndexOf(' '))));
    }

    /**
     * What the shell said of one namespace.
     *
     * @param place in words
     * @param entering what a person puts before a command to run it there
     */
    private record InNetwork(String place, String entering) {
        void read(String output, HostPicture picture) {
            String section = "";
            String table = "";
            var routes = new Routes(place, entering);
            for (String line : output.lines().toList()) {
                if (line.startsWith("@")) {
                    section = line;
                    continue;
                }
                switch (section) {
                    case "@qdisc" -> qdisc(line).ifPresent(picture::add);
                    case "@table" -> picture.add(table(line));
                    case "@iptables", "@ip6tables" -> {
                        table = line.startsWith("*") ? line.substring(1) : table;
                        rule(section.substring(1), table, line).ifPresent(picture::add);
                    }
                    case "@file" -> line(line, routes).ifPresent(picture::add);
                    default -> {}
                }
            }
        }

        /** Those with handle 0 are the kernel's own, which come and go as others go and come. */
        private Optional<Fact> qdisc(String line) {
            var match = QDISC.matcher(line);
            if (!match.matches() || match.group(2).equals("0")) {
                return Optional.empty();
            }
            String device = Optional.ofNullable(match.group(3)).orElse("?");
            String handle = match.group(2);
            String at = Optional.ofNullable(match.group(4)).orElse("root");
            boolean band = at.startsWith("parent " + Band.ROOT);
            Set<String> keys = handle.equals(Band.ROOT)
                    ? Set.of(Band.ROOT, device)
                    : band ? Set.of(BAND, handle, device) : Set.of("tc", device);
            // the kernel takes a root away by its place, and knows an ingress by no other name
            String remove = entering + "tc qdisc del dev " + device + " "
                    + (match.group(1).equals("clsact") ? "clsact" : at);
            String slot = "qdisc " + match.group(1) + " " + handle + ": on " + device;
            return Optional.of(Fact.there(place, slot, keys, remove));
        }

        /** @param line such as: table inet x */
        private Fact table(String line) {
            String name = line.replaceFirst("^table ", "");
            return Fact.there(place, "nftables " + line, Set.of("nft", name), entering + "nft delete " + line);
        }

        private Optional<Fact> rule(String tool, String table, String line) {
            if (line.startsWith("-A ")) {
                String rule = line.substring(3);
                return Optional.of(new Fact(
                        place,
                        tool + " rule " + rule + " of table " + table,
                        Fact.ONCE,
                        keysOf(tool, line),
                        Optional.of(entering + tool + " -t " + table + " -D " + rule),
                        Optional.of(entering + tool + " -t " + table + " -A " + rule)));
            }
            if (line.startsWith(":")) { // :INPUT ACCEPT [0:0]
                String[] word = line.substring(1).split(" ", -1);
                String policy = word.length > 1 ? word[1] : "ACCEPT";
                String chain = tool + " -t " + table + " ";
                return switch (policy) {
                    case "ACCEPT" -> Optional.empty(); // as it is where the table has never been used
                    case "-" ->
                        Optional.of(Fact.there(
                                place,
                                tool + " chain " + word[0] + " of table " + table,
                                Set.of(tool, "-N", word[0]),
                                entering + chain + "-X " + word[0]));
                    default ->
                        Optional.of(Fact.there(
                                place,
                                tool + " policy " + policy + " of chain " + word[0] + " of table " + table,
                                Set.of(tool, "-P", word[0]),
                                entering + chain + "-P " + word[0] + " ACCEPT"));
                };
            }
            return Optional.empty();
        }

        /** What a rule is about: its chain, addresses, ports and target, without what the tool has added to it. */
        private static Set<String> keysOf(String tool, String rule) {
            var keys = new HashSet<>(Set.of(tool));
            List<String> words = List.of(rule.split(" ", -1));
            for (int i = 0; i + 1 < words.size(); i++) {
                if (Set.of("-A", "-s", "-d", "-p", "-j", "-i", "-o", "--dport", "--sport")
                        .contains(words.get(i))) {
                    keys.add(words.get(i + 1).replaceFirst("/(32|128)$", ""));
                }
            }
            return keys;
        }

        /** @param line of a file below /proc, after the file's name: sys/net/ipv4/ip_forward:1 */
        private Optional<Fact> line(String line, Routes routes) {
            int colon = line.indexOf(':');
            String file = line.substring(0, Math.max(0, colon));
            String text = line.substring(colon + 1);
            return switch (file) {
                case "" -> Optional.empty();
                case "net/route" -> routes.ipv4(text);
                case "net/ipv6_route" -> routes.ipv6(text);
                case "net/fib_trie" -> routes.trie(text);
                case "net/if_inet6" -> Optional.of(routes.address6(text));
                default -> Optional.of(sysctl(file.substring(SYSCTL.length()), text.replace('\t', ' ')));
            };
        }

        private Fact sysctl(String file, String value) {
            String key = file.replace('/', '.');
            return Fact.value(
                    place,
                    "sysctl " + key,
                    value,
                    Set.of(key),
                    Optional.of(entering + Fact.command("sysctl", "-w", key + "=" + value)));
        }
    }
}
