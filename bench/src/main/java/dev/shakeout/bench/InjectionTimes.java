package dev.shakeout.bench;

import dev.shakeout.engine.Catalog;
import dev.shakeout.engine.Dummies;
import dev.shakeout.engine.Fault;
import dev.shakeout.engine.Folders;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.MildArguments;
import dev.shakeout.engine.OpenInjection;
import dev.shakeout.engine.Prepared;
import dev.shakeout.engine.Rung;
import dev.shakeout.engine.TemporaryFolder;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Reading;
import dev.shakeout.model.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * From the command to the effect, for every rung of every fault that can hit a dummy: ms until all its steps are taken,
 * with their inverses on disk before them, and until its effect is measured, which takes what one measurement takes. The
 * peer, where that is simple, is the same change made by hand in a shell, measured by the same effect and in turn. What
 * can only hit the host itself is not tried.
 */
public final class InjectionTimes {
    /** By hand, with the pid of the dummy as $1: how it is done and taken back. */
    private static final Map<String, List<String>> BY_HAND = Map.of(
            "process/pause signal",
            List.of("kill -s STOP \"$1\"", "kill -s CONT \"$1\""),
            "network/block kernel (nftables reject or drop)",
            List.of(
                    "printf 'table inet hand { chain c { type filter hook input priority 0; meta l4proto tcp reject with tcp reset; }; }'"
                            + " | nsenter --net=/proc/$1/ns/net nft -f -",
                    "nsenter --net=/proc/$1/ns/net nft delete table inet hand"),
            "network/delay kernel (tc netem)",
            List.of(
                    "nsenter --net=/proc/$1/ns/net tc qdisc add dev lo root netem delay 200ms",
                    "nsenter --net=/proc/$1/ns/net tc qdisc del dev lo root"));

    private final List<Dummies> makers = ServiceLoader.load(Dummies.class).stream()
            .map(ServiceLoader.Provider::get)
            .toList();
    private final Machine machine;
    private final Path folder;
    private final int rounds;

    private InjectionTimes(Path folder, int rounds) {
        this.machine = Machine.local().with(new Folders(folder.resolve("run"), folder.resolve("state")));
        this.folder = folder;
        this.rounds = rounds;
    }

    /** The number of rounds may be given, and what the names of the faults begin with: 5, and all. */
    public static void main(String[] arguments) throws IOException {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
        String wanted = arguments.length > 1 ? arguments[1] : "";
        Path folder = Files.createTempDirectory("injection-times");
        System.out.printf("ms from the command, medians of %d rounds%n", rounds);
        System.out.printf("%-17s %-46s %-8s %8s %8s %8s%n", "fault", "rung", "target", "steps", "effect", "by hand");
        try {
            var times = new InjectionTimes(folder, rounds);
            Catalog.installed().faults().values().stream()
                    .filter(fault -> fault.descriptor().name().startsWith(wanted))
                    .forEach(fault -> fault.rungs().forEach(rung -> times.print(fault, rung)));
        } finally {
            new TemporaryFolder(folder).close();
        }
    }

    private void print(Fault fault, Rung rung) {
        String name = fault.descriptor().name();
        Optional<String> missing = rung.missing(machine);
        var reasons = new ArrayList<>(missing.stream().toList());
        if (missing.isEmpty()) {
            for (String kind : List.of("process", "link")) {
                if (fault.targetKinds().contains(kind)) {
                    try {
                        System.out.println(row(fault, rung, kind));
                        return;
                    } catch (DoesNotStand | IOException | InterruptedException | RuntimeException e) {
                        reasons.add(String.valueOf(e.getMessage()));
                    }
                }
            }
        }
        String reason =
                reasons.isEmpty() ? "hits only the host itself, so it is not tried" : String.join("; ", reasons);
        System.out.printf("%-17s %-46s %s%n", name, rung.name(), reason);
    }

    /** Why a rung is not measured on a dummy. */
    @SuppressWarnings("serial") // never written anywhere
    private static final class DoesNotStand extends Exception {
        DoesNotStand(String why) {
            super(why);
        }
    }

    private String row(Fault fault, Rung rung, String kind) throws DoesNotStand, IOException, InterruptedException {
        var steps = new ArrayList<Double>();
        var effects = new ArrayList<Double>();
        var hand = new ArrayList<Double>();
        Optional<List<String>> byHand =
                Optional.ofNullable(BY_HAND.get(fault.descriptor().name() + " " + rung.name()));
        for (int round = -1; round < rounds; round++) { // the first one is for the caches
            try (var dummy = dummy(kind)) {
                Prepared prepared = plan(fault, rung, dummy);
                Reading before;
                double injected;
                double bitten;
                try (var on = new OpenInjection(prepared.steps(), dummy.target(), dummy.machine())) {
                    on.prepare();
                    before = prepared.effect().read();
                    long begin = System.nanoTime();
                    on.inject();
                    injected = (System.nanoTime() - begin) / 1e6;
                    bitten = untilItBites(prepared, before, begin);
                }
                if (round >= 0) {
                    steps.add(injected);
                    effects.add(bitten);
                    if (byHand.isPresent()) {
                        hand.add(byHand(byHand.get(), prepared, before, dummy.target()));
                    }
                }
            }
        }
        return "%-17s %-46s %-8s %8.1f %8.1f %8s"
                .formatted(
                        fault.descriptor().name(),
                        rung.name(),
                        kind,
                        Trials.median(steps),
                        Trials.median(effects),
                        hand.isEmpty() ? "" : "%.1f".formatted(Trials.median(hand)));
    }

    private Dummies.Dummy dummy(String kind) throws DoesNotStand, IOException {
        for (Dummies maker : makers) {
            if (maker.kinds().contains(kind)) {
                return maker.make(kind, Files.createTempDirectory(folder, kind), machine);
            }
        }
        throw new DoesNotStand("there is no dummy of the kind " + kind);
    }

    private Prepared plan(Fault fault, Rung rung, Dummies.Dummy dummy) throws DoesNotStand, IOException {
        Arguments arguments = MildArguments.of(fault.descriptor(), Files.createTempDirectory(folder, "files"));
        Optional<String> missing = rung.missingFor(dummy.target(), arguments, dummy.machine());
        if (missing.isPresent()) {
            throw new DoesNotStand(missing.get());
        }
        return rung.plan(dummy.target(), arguments, dummy.machine());
    }

    private static double untilItBites(Prepared prepared, Reading before, long begin) throws DoesNotStand, IOException {
        long end = System.nanoTime() + prepared.effect().patience().toNanos();
        while (!prepared.effect().bites(before, prepared.effect().read())) {
            if (System.nanoTime() > end) {
                throw new DoesNotStand("no effect within its patience");
            }
        }
        return (System.nanoTime() - begin) / 1e6;
    }

    private double byHand(List<String> commands, Prepared prepared, Reading before, Target target)
            throws DoesNotStand, IOException {
        String pid = target.detail("pid");
        long begin = System.nanoTime();
        try {
            var done = machine.processes().run(List.of("sh", "-c", commands.getFirst(), "hand", pid));
            if (!done.ok()) {
                throw new DoesNotStand("by hand: " + done.complaint());
            }
            return untilItBites(prepared, before, begin);
        } finally {
            machine.processes().run(List.of("sh", "-c", commands.getLast(), "hand", pid));
        }
    }
}
