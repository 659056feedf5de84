package dev.shakeout.faults.host;

import dev.shakeout.model.Arguments;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Percent;
import dev.shakeout.model.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;

/** The kernel's own network emulator, tc-netem(8): it works on open connections, and on what leaves an interface only. */
final class Netem {
    static final Parameter<Percent> CORRELATION = Parameter.optional(
            "correlation",
            Type.percent(0, 99),
            "How much what happens to a packet follows what happened to the one before it; none if not given.");

    /** Of its random numbers, to see what becomes of them when each follows the one before. */
    private static final int DRAWN = 400_000;

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

    /** Such as: duplicate 10% 25%. */
    static List<String> chance(String what, Percent share, Arguments arguments) {
        Optional<Percent> correlation =
                arguments.find(CORRELATION).filter(percent -> percent.value() > 0 && share.value() < 100);
        if (correlation.isEmpty()) {
            return List.of(what, share.value() + "%");
        }
        String follows = correlation.get().value() + "%";
        String number = percent(below(share.fraction(), correlation.get().fraction()));
        // tc passes the correlation of duplicates on only where one of losses is given
        return what.equals("duplicate")
                ? List.of("loss", "0%", follows, what, number, follows)
                : List.of(what, number, follows);
    }

    /**
     * The number that such a share of netem's random numbers lies below. Each is a mean of a fresh one and the one before
     * ({@code get_crandom} in net/sched/sch_netem.c), so few are small: with the share itself, and a correlation of 25%,
     * only 2% of the packets would be met instead of 10%.
     */
    static double below(double share, double correlation) {
        var random = new SplittableRandom(1);
        double[] drawn = new double[DRAWN];
        double last = 0.5;
        for (int i = 0; i < DRAWN; i++) {
            last = (1 - correlation) * random.nextDouble() + correlation * last;
            drawn[i] = last;
        }
        Arrays.sort(drawn);
        return drawn[(int) (share * (DRAWN - 1))];
    }

    /**
     * Of losses that follow each other: a chain of two states, in one of which all is lost (Gilbert's model, tc-netem(8)).
     * As many are lost as without.
     */
    static List<String> losses(Percent share, Arguments arguments) {
        double follows = arguments.find(CORRELATION).map(Percent::fraction).orElse(0.0);
        return follows == 0
                ? List.of("loss", share.value() + "%")
                : List.of(
                        "loss",
                        "gemodel",
                        percent(share.fraction() * (1 - follows)),
                        percent((1 - share.fraction()) * (1 - follows)));
    }

    private static String percent(double fraction) {
        return String.format(Locale.ROOT, "%.6f%%", 100 * fraction);
    }
}
