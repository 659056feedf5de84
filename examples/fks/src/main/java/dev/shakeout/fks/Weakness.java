package dev.shakeout.fks;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** A fault of design that can be switched on, so that a drill has something to find. */
public enum Weakness {
    /** Neither a timeout nor a circuit breaker guards fks_api's calls to fks_execution. */
    CIRCUIT_BREAKER,
    /** One single fks_auth, and no second try. */
    REPLICAS,
    /** fks_data says "stored" seconds before anything is on disk. */
    DURABILITY,
    /** fks_training drops accepted jobs when it gets behind. */
    QUEUE;

    /** As it is written on the command line. */
    public String option() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Set<Weakness> parse(List<String> options) {
        Set<Weakness> weaknesses = EnumSet.noneOf(Weakness.class);
        for (String option : options) {
            weaknesses.add(Arrays.stream(values())
                    .filter(weakness -> weakness.option().equals(option))
                    .findFirst()
                    .orElseThrow(() -> new UsageException("--weak " + option + " is not one of "
                            + Arrays.stream(values()).map(Weakness::option).collect(Collectors.joining(", ")))));
        }
        return weaknesses;
    }
}
