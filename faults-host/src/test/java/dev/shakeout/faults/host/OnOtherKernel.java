package dev.shakeout.faults.host;

import dev.shakeout.engine.Injections;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Prepared;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Percent;
import dev.shakeout.model.Reading;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Runs in a virtual machine whose kernel has netem and cgroup v2, and prints what it saw for {@link OtherKernelTest}. */
public final class OnOtherKernel {
    private static final int MANY = 10_000;

    /** What this machine can send four times as much of, even if its host has no time for it. */
    private static final Bandwidth SLOW = new Bandwidth(100_000);

    private OnOtherKernel() {}

    public static void main(String[] arguments) throws Exception {
        withoutHtb(Path.of(arguments[1]));
        Machine machine = Machines.in(Path.of(arguments[0]));
        Rung netem = new NetworkDelay().rungs().getFirst();
        say("missing", netem.missing(machine).orElse("nothing"));
        for (String address : List.of("127.0.0.1", "::1")) {
            try (var server = Disposable.server(machine, address, false)) {
                measure(address, netem, server, machine);
            }
        }
        HostPicture picture = HostPicture.take(machine);
        try (var server = Disposable.server(machine, "127.0.0.1", false)) {
            for (FaultCase each : FaultCase.all()
                    .filter(each -> each.kind().equals("process")
                            && each.toString().startsWith("network/")
                            && each.rung().name().startsWith("kernel (")
                            && each.rung().missing(machine).isEmpty())
                    .toList()) {
                strike(each, server, machine);
            }
        }
        try (var server = Disposable.withNames(machine, "127.0.0.1", Path.of(arguments[0]))) {
            strike(
                    new FaultCase(
                            new DnsError(), "process", new DnsError().rungs().getFirst()),
                    server,
                    machine);
        }
        correlated(machine);
        say("network left", HostPicture.differences(picture, HostPicture.take(machine)));
        exhaust("top", "", machine);
        exhaust("service", "service", machine);
    }

    /** What the ways through a qdisc say as long as the kernel cannot tell packets apart there. */
    private static void withoutHtb(Path modules) throws Exception {
        Machine machine = Machine.local(); // it keeps what it has learnt
        try (var server = Disposable.server(machine, "127.0.0.1", false, Path.of("/run"))) {
            for (FaultCase each : FaultCase.all()
                    .filter(each -> each.kind().equals("process")
                            && each.rung().needs().contains("sch_htb")
                            && each.rung().missing(machine).isEmpty())
                    .toList()) {
                Arguments mild = Examples.of(each.fault().descriptor());
                say(
                        "without htb " + each,
                        each.rung().missingFor(server.target, mild, machine).orElse("nothing"));
            }
        }
        KernelModule.main(new String[] {modules.toString(), "sch_htb"});
    }

    /** By tc and iptables, as this kernel has no nftables; with correlation where netem has one. */
    private static void strike(FaultCase each, Disposable server, Machine machine) throws Exception {
        int rung = each.fault().rungs().stream()
                .map(Rung::name)
                .toList()
                .indexOf(each.rung().name());
        boolean correlated = each.rung().name().contains("netem")
                && each.fault().descriptor().parameters().contains(Netem.CORRELATION);
        Arguments arguments = Examples.of(each.fault().descriptor());
        if (correlated) {
            arguments = arguments.with(Netem.CORRELATION, new Percent(5)).with(NetworkDelay.DISTRIBUTION, "normal");
        }
        if (each.fault() instanceof NetworkBandwidth) {
            arguments = arguments.with(NetworkBandwidth.BANDWIDTH, SLOW);
        }
        try (var fault = Faulted.by(each.fault(), rung, arguments, server.target, machine)) {
            say(each + " bites", fault.on().words());
        } catch (org.opentest4j.TestAbortedException | org.awaitility.core.ConditionTimeoutException e) {
            say(each + " failed", e.getMessage());
        }
    }

    /** How many of many datagrams are met of 10% that follow each other, as the kernel counts what it sends and drops. */
    private static void correlated(Machine machine) throws Exception {
        try (var server = Disposable.server(machine, "127.0.0.1", false)) {
            var path = new Datagrams.Path("127.0.0.1", server.port, 0, server.target, machine);
            for (String name : List.of("loss", "duplicate")) {
                var each = FaultCase.named("network/" + name + " on process by kernel (tc netem)");
                Arguments often = Arguments.NONE
                        .with(Netem.CORRELATION, new Percent(40))
                        .with(NetworkLoss.LOSS, new Percent(10))
                        .with(NetworkDuplicate.DUPLICATE, new Percent(10));
                var steps = each.rung().plan(server.target, often, machine).steps();
                try (var on = new Injections(steps, server.target, machine)) {
                    say("correlated", on.inject().orElse("done"));
                    path.send(new Datagrams.Sending(MANY, 64, 0, 300, 0));
                    say("correlated " + name, counted(machine));
                }
            }
        }
    }

    private static int counted(Machine machine) {
        String shown = machine.processes()
                .run(List.of("sh", "-c", "PATH=$PATH:/usr/sbin:/sbin; tc -s qdisc show dev lo"))
                .output();
        var counts = Pattern.compile("(?s)qdisc netem .*? (\\d+) pkt ").matcher(shown);
        return counts.find() ? Math.abs(Integer.parseInt(counts.group(1)) - MANY) : -1;
    }

    /** @param group of the target, below the top */
    private static void exhaust(String name, String group, Machine machine) throws Exception {
        Path folder = Path.of("/sys/fs/cgroup").resolve(group);
        Files.createDirectories(folder);
        HostPicture picture = HostPicture.take(machine);
        try (var server = Disposable.server(machine, "127.0.0.1", false)) {
            Files.writeString(folder.resolve("cgroup.procs"), server.target.detail("pid"));
            try (var fault = Faulted.by(new MemoryExhaust(), 0, Arguments.NONE, server.target, machine)) {
                say(name + " exhausted", fault.on().words());
            }
        } catch (org.opentest4j.TestAbortedException e) {
            say(name + " exhausted", e.getMessage());
        }
        say(name + " left", HostPicture.differences(picture, HostPicture.take(machine)));
    }

    private static void measure(String address, Rung netem, Disposable server, Machine machine) throws Exception {
        Prepared first = plan(netem, server, machine, 200);
        Prepared second = plan(netem, server, machine, 300);
        var pictures = new ArrayList<HostPicture>();
        pictures.add(HostPicture.take(machine));
        Reading before = first.effect().read();
        say(address + " before", before.value());
        try (var one = new Injections(first.steps(), server.target, machine);
                var two = new Injections(second.steps(), server.target, machine)) {
            say(address + " inject one", one.inject().orElse("done"));
            Reading on = first.effect().read();
            say(address + " one", on.value());
            say(address + " bites", first.effect().bites(before, on));
            say(address + " inject two", two.inject().orElse("done"));
            say(address + " take back one", one.takeBack());
            say(address + " two", second.effect().read().value());
            say(address + " take back two", two.takeBack());
        }
        Reading after = first.effect().read();
        say(address + " gone", first.effect().gone(before, after));
        say(address + " left", HostPicture.differences(pictures.getFirst(), HostPicture.take(machine)));
    }

    private static Prepared plan(Rung netem, Disposable server, Machine machine, long millis) {
        Arguments delay = Arguments.NONE.with(NetworkDelay.LATENCY, Duration.ofMillis(millis));
        netem.missingFor(server.target, delay, machine).ifPresent(missing -> say("missing", missing));
        return netem.plan(server.target, delay, machine);
    }

    private static void say(String what, Object value) {
        System.out.println("RESULT " + what + " = " + value);
    }
}
