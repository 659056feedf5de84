package dev.shakeout.faults.host;

import dev.shakeout.model.Arguments;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Percent;
import dev.shakeout.model.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The kernel's own network emulator, tc-netem(8): it works on open connections, and on what leaves an interface only. */
final class Netem {
    static final Parameter<Percent> CORRELATION = Parameter.optional(
            "correlation",
            Type.percent(0, 100),
            "How much what happens to a packet follows what happened to the one before it; none if not given.");

    /** Packets that it holds at most; its own default of 1000 would lose some of a busy service's. */
    private static final List<String> ROOM = List.of("limit", "100000");

    private Netem() {}

    /** The words of tc for what a fault's arguments ask; one that gives a limit of its own has its reasons. */
    interface Words {
        List<String> of(Arguments arguments);
    }

    static KernelRung rung(Filters filters, Words words, KernelRung.Measured measured) {
        return new KernelRung(
                "kernel (tc netem)",
                "root, nftables, tc and the modules sch_netem and sch_htb",
                filters,
                arguments -> KernelRung.Bite.shaping(all(words.of(arguments))),
                measured);
    }

    private static List<String> all(List<String> words) {
        var all = new ArrayList<>(List.of("netem"));
        if (!words.contains(ROOM.getFirst())) {
            all.addAll(ROOM);
        }
        all.addAll(words);
        return all;
    }

    /** Why a way that knows no correlation is none, if so. */
    static Optional<String> correlated(Arguments arguments) {
        return arguments.find(CORRELATION).map(_ -> "it knows no correlation");
    }

    /** Such as: loss 10% 25%. */
    static List<String> chance(String what, Percent share, Arguments arguments) {
        var words = new ArrayList<>(List.of(what, share.value() + "%"));
        arguments.find(CORRELATION).ifPresent(correlation -> words.add(correlation.value() + "%"));
        return words;
    }
}
