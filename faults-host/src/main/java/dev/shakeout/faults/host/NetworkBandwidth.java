package dev.shakeout.faults.host;

import dev.shakeout.engine.Effect;
import dev.shakeout.engine.Fault;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Reading;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** Leaves a service or a host less of the network, as a slow or crowded link does. */
public final class NetworkBandwidth implements Fault {
    static final Parameter<Bandwidth> BANDWIDTH = Parameter.required(
            "bandwidth", Bandwidth.TYPE, "How much gets through in a second, in each direction that is met.");

    private static final Filters FILTERS = Filters.by(Direction.OUT);

    /** What leaves waits this long at most before it is dropped, as in the buffer of a home router. */
    private static final int LATENCY_MILLIS = 200;

    /** Packets that wait at least, where they are counted and not weighed. */
    private static final long FEWEST = 20;

    @Override
    public Descriptor descriptor() {
        return FILTERS.describe(
                "network/bandwidth", "Limits how much a service or a host sends or receives.", BANDWIDTH);
    }

    @Override
    public Set<String> targetKinds() {
        return Set.of("process", "host");
    }

    @Override
    public String effect() {
        return "how much gets through in a second";
    }

    @Override
    public List<Rung> rungs() {
        return List.of(
                new KernelRung(
                        "kernel (tc tbf, nftables limit)",
                        "root, nftables, tc and the modules sch_tbf and sch_htb",
                        FILTERS,
                        NetworkBandwidth::limited,
                        NetworkBandwidth::effect),
                Netem.rung(FILTERS, NetworkBandwidth::netem, NetworkBandwidth::effect));
    }

    /** What leaves waits, what comes in has come already and can only be dropped; TCP sends less in either case. */
    private static KernelRung.Bite limited(Arguments arguments) {
        long rate = arguments.get(BANDWIDTH).bytesPerSecond();
        return new KernelRung.Bite(
                KernelRung.Bite.ALL,
                List.of(
                        "tbf",
                        "rate",
                        rate + "bps",
                        "burst",
                        Long.toString(burst(rate)),
                        "latency",
                        LATENCY_MILLIS + "ms"),
                List.of(),
                List.of("limit rate over " + rate + " bytes/second burst " + burst(rate) + " bytes counter drop"));
    }

    /** It counts what waits in packets; most have about 1000 bytes. */
    private static List<String> netem(Arguments arguments) {
        long rate = arguments.get(BANDWIDTH).bytesPerSecond();
        long waiting = Math.max(FEWEST, rate * LATENCY_MILLIS / 1_000_000);
        return List.of("rate", rate + "bps", "limit", Long.toString(waiting));
    }

    /** At least one packet of the loopback, and what goes through within a tick of a slow kernel's clock. */
    private static long burst(long rate) {
        return Math.max(70_000, rate / 100);
    }

    private static Effect effect(KernelRung.Seen seen) {
        Bandwidth asked = seen.arguments().get(BANDWIDTH);
        return Datagrams.path(seen)
                .<Effect>map(path -> new Throughput(path, asked.bytesPerSecond()))
                .orElse(seen.hits());
    }

    /** How much gets through of four times as much as is let through. */
    private record Throughput(Datagrams.Path path, long asked) implements Effect {
        private static final double SECONDS = 0.4;

        @Override
        public String what() {
            return "bytes per second of UDP that get through at " + path;
        }

        @Override
        public Reading read() throws IOException {
            long skip = 2 * burst(asked) + asked / 10;
            int size = Math.clamp(asked / 1000, 500, 16_000);
            int count = (int) (4 * (skip + asked * SECONDS) / size);
            long gap = Math.max(1, size * 1_000_000L / (4 * asked));
            double rate = path.send(new Datagrams.Sending(count, size, gap, 300, skip))
                    .bytesPerSecond();
            return new Reading(rate, "B/s", Datagrams.perSecond(rate) + " of UDP got through");
        }

        @Override
        public boolean bites(Reading before, Reading on) {
            return before.value() > 1.5 * on.value() && on.value() < 1.5 * asked;
        }

        @Override
        public boolean gone(Reading before, Reading after) {
            return after.value() > 1.5 * asked || after.value() > before.value() / 1.5;
        }
    }
}
