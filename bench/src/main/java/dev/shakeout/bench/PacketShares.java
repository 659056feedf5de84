package dev.shakeout.bench;

import dev.shakeout.engine.Catalog;
import dev.shakeout.engine.Dummies;
import dev.shakeout.engine.Fault;
import dev.shakeout.engine.Folders;
import dev.shakeout.engine.HeldInjection;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Rung;
import dev.shakeout.engine.TemporaryFolder;
import dev.shakeout.faults.host.Datagrams;
import dev.shakeout.faults.host.HostDummies;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Json;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether a tenth of the packets is lost, doubled or damaged when that is asked, by every way there is here. Between two
 * sockets in a network namespace of its own; beside it, in the same run, nothing injected, and what iptables itself drops.
 */
public final class PacketShares {
    private static final double ASKED = 0.1;
    /** Of the normal distribution, for 99 % in the middle. */
    private static final double Z = 2.5758;

    private PacketShares() {}

    /** The number of packets may be given: 20,000. Needs root. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20_000;
        Path folder = Files.createTempDirectory("packet-shares");
        Machine machine = Machine.local().with(new Folders(folder.resolve("run"), folder.resolve("state")));
        System.out.printf(
                "share of %,d packets, asked for 10 %%; 99 %% confidence interval of what was measured%n", count);
        try (var dummy = new HostDummies().make("process", folder, machine)) {
            var bench = new Bench(dummy, machine, count);
            bench.print("nothing injected", bench.send().lost(), 0);
            for (String what : List.of("loss", "duplicate", "corrupt")) {
                bench.fault(what, "out");
                bench.fault(what, "in");
            }
            bench.peer();
        } finally {
            new TemporaryFolder(folder).close();
        }
    }

    /** @param sent by us, distinct and repeated of those that arrived */
    private record Seen(int sent, int distinct, int repeated) {
        int lost() {
            return sent - distinct;
        }
    }

    private record Bench(Dummies.Dummy dummy, Machine machine, int count) {
        private Target target() {
            return dummy.target();
        }

        private List<String> inside(List<String> argv) {
            var inside = new ArrayList<>(List.of("nsenter", "--net=/proc/" + target().detail("pid") + "/ns/net"));
            inside.addAll(argv);
            return inside;
        }

        private int port() throws IOException {
            var said = machine.processes().run(inside(List.of("ss", "-Hltn")));
            String local = said.output().strip().split("\\s+", -1)[3];
            return Integer.parseInt(local.substring(local.lastIndexOf(':') + 1));
        }

        Seen send() throws IOException {
            return send("out");
        }

        /** A datagram each 100 us, from the port of the service or to it. */
        Seen send(String direction) throws IOException {
            boolean out = direction.equals("out");
            var argv = new ArrayList<>(machine.java());
            argv.addAll(List.of(
                    Datagrams.class.getName(),
                    "127.0.0.1",
                    Integer.toString(out ? port() : 0),
                    Integer.toString(out ? 0 : port()),
                    Integer.toString(count),
                    "64",
                    "100",
                    "500",
                    "0"));
            var finished = machine.processes().run(inside(argv), Duration.ofMinutes(5));
            if (!finished.ok()) {
                throw new IOException("no datagrams: " + finished.complaint());
            }
            String[] word = finished.output().strip().split(" ", -1);
            return new Seen(Integer.parseInt(word[0]), Integer.parseInt(word[1]), Integer.parseInt(word[2]));
        }

        void fault(String what, String direction) throws IOException, InterruptedException {
            Fault fault = Catalog.installed().fault("network/" + what);
            Arguments arguments = Arguments.NONE;
            for (Parameter<?> parameter : fault.descriptor().parameters()) {
                if (parameter.name().equals(what)) {
                    arguments = with(arguments, parameter, "10%");
                } else if (parameter.name().equals("direction")) {
                    arguments = with(arguments, parameter, direction);
                }
            }
            for (Rung rung : fault.rungs()) {
                var missing = rung.missing(machine);
                if (missing.isEmpty()) {
                    missing = rung.missingFor(target(), arguments, machine);
                }
                if (missing.isPresent()) {
                    System.out.println(what + " " + direction + " by " + rung.name() + ": " + missing.get());
                    continue;
                }
                try (var _ = new HeldInjection(
                        rung.plan(target(), arguments, machine).steps(), target(), machine)) {
                    Seen seen = send(direction);
                    print(
                            what + " " + direction + " by " + rung.name(),
                            what.equals("duplicate") ? seen.repeated() : seen.lost(),
                            ASKED);
                }
            }
        }

        private static <T> Arguments with(Arguments arguments, Parameter<T> parameter, String text) {
            return arguments.with(parameter, parameter.type().parse(new Json.Str(text)));
        }

        /** The namespace is ours alone and ends with the benchmark, so the rule is not taken back. */
        void peer() throws IOException {
            var rule = machine.processes()
                    .run(inside(List.of(
                            "iptables",
                            "-A",
                            "INPUT",
                            "-p",
                            "udp",
                            "--sport",
                            Integer.toString(port()),
                            "-m",
                            "statistic",
                            "--mode",
                            "random",
                            "--probability",
                            "0.1",
                            "-j",
                            "DROP")));
            if (rule.ok()) {
                print("peer: loss by iptables statistic", send().lost(), ASKED);
            } else {
                System.out.println("peer: loss by iptables statistic: " + rule.complaint());
            }
        }

        /** With the interval of Wilson (1927), which holds near 0 too. */
        void print(String what, int struck, double asked) {
            double share = (double) struck / count;
            double middle = (share + Z * Z / (2 * count)) / (1 + Z * Z / count);
            double half =
                    Z / (1 + Z * Z / count) * Math.sqrt(share * (1 - share) / count + Z * Z / (4.0 * count * count));
            boolean within = Math.abs(share - asked) <= Z * Math.sqrt(asked * (1 - asked) / count) + 1e-12;
            System.out.printf(
                    "%-52s %6.2f %%  [%5.2f, %5.2f]  %s%n",
                    what,
                    100 * share,
                    100 * (middle - half),
                    100 * (middle + half),
                    within ? "as asked" : "NOT as asked");
        }
    }
}
