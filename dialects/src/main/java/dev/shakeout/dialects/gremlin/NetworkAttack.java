package dev.shakeout.dialects.gremlin;

import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Packets that are lost, late, damaged, or swallowed. */
final class NetworkAttack implements Attack {
    /** What is done to the packets that are met. */
    private enum Way {
        BLACKHOLE,
        DNS,
        LATENCY,
        LOSS
    }

    private final String name;
    private final Way way;
    private final String introduction;
    private final Traffic traffic;
    private final List<Option> own;
    private final Field whole;

    private NetworkAttack(String name, Way way, String fault, String introduction, List<Option> own) {
        this.name = name;
        this.way = way;
        this.introduction = introduction;
        this.traffic = new Traffic(name);
        this.own = own;
        this.whole = Traffic.whole(name, fault);
    }

    static NetworkAttack blackhole() {
        return new NetworkAttack("Blackhole", Way.BLACKHOLE, "network/blackhole", "`network/blackhole`.", List.of());
    }

    static NetworkAttack dns() {
        return new NetworkAttack(
                "DNS",
                Way.DNS,
                "network/blackhole of port 53",
                "`network/blackhole` of what goes to port 53: no DNS server answers.",
                List.of());
    }

    static NetworkAttack latency() {
        return new NetworkAttack(
                "Latency",
                Way.LATENCY,
                "network/delay",
                "`network/delay` of what leaves the target.",
                List.of(Option.value("Latency", "latency; 100 ms if not given", "--ms", "-m")
                        .also("--delay")));
    }

    static NetworkAttack loss() {
        return new NetworkAttack(
                "Packet_Loss",
                Way.LOSS,
                "network/loss, or network/corrupt with --corrupt",
                "`network/loss` of what leaves the target, or `network/corrupt`.",
                List.of(
                        Option.value("Packet_Loss", "loss, or corrupt; 1% if not given", "--percent", "-r"),
                        Option.flag("Packet_Loss", "network/corrupt in place of network/loss", "--corrupt", "-c")));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String introduction() {
        return introduction;
    }

    @Override
    public List<Option> options() {
        var all = new ArrayList<>(own);
        all.addAll(traffic.options());
        return all;
    }

    @Override
    public Field whole() {
        return whole;
    }

    @Override
    public Fidelity on(String kind) {
        return whole.ways().get(kind.equals("process") ? 1 : 0);
    }

    @Override
    public Struck read(Sheet arguments) {
        var lasts = Attack.length(arguments, traffic.length);
        Draft how = Draft.at(arguments.position());
        String fault = switch (way) {
            case BLACKHOLE, DNS -> "network/blackhole";
            case LATENCY -> {
                int millis = arguments
                        .take(own.getFirst().field(), Type.integer(1, 300_000))
                        .orElse(100);
                how.put("latency", millis + "ms");
                yield "network/delay";
            }
            case LOSS -> {
                BigDecimal share = arguments
                        .take(own.getFirst().field(), Type.number(0.01, 100))
                        .orElse(BigDecimal.ONE);
                boolean corrupt = Attack.flag(arguments, own.getLast());
                how.put(corrupt ? "corrupt" : "loss", Json.of(share.toPlainString() + "%"));
                yield corrupt ? "network/corrupt" : "network/loss";
            }
        };
        var met = traffic.read(arguments, way == Way.DNS ? List.of("53") : List.of());
        return kind -> met.strikes(fault, how, lasts, kind, way == Way.BLACKHOLE);
    }
}
