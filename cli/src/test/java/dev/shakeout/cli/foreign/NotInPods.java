package dev.shakeout.cli.foreign;

import dev.shakeout.engine.Machine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.Set;

/**
 * Which kinds of faults an agent beside a container cannot bring about in a pod of the real node: what a run is refused with
 * instead. Once one is not refused, the test that asks here fails.
 */
final class NotInPods {
    private static final Set<String> OF_THE_NODE =
            Set.of("disk/error", "disk/delay", "disk/attributes", "disk/corrupt", "disk/io-load", "time/skew");

    private static final int SYS_RESOURCE = 24; // linux/capability.h

    private NotInPods() {}

    /** A part of the words with which the run is refused. */
    static Optional<String> words(Drill drill, Machine machine) {
        return drill.calls().stream()
                .flatMap(call -> words(call, machine).stream())
                .findFirst();
    }

    private static Optional<String> words(Drill.Call call, Machine machine) {
        if (OF_THE_NODE.contains(call.fault())) {
            return Optional.of("needs more of the node than a container beside the target has");
        }
        return Optional.of("unable to apply caps: operation not permitted")
                .filter(_ -> call.fault().equals("process/exhaustion") && !hasLimits(machine));
    }

    /** Whether root may give a container what it takes to set limits of processes; on some virtual machines it may not. */
    private static boolean hasLimits(Machine machine) {
        try {
            return Files.readAllLines(machine.proc("self/status")).stream()
                    .filter(line -> line.startsWith("CapBnd:"))
                    .map(line -> Long.parseUnsignedLong(line.replaceAll(".*\\s", ""), 16))
                    .anyMatch(bounding -> (bounding >> SYS_RESOURCE & 1) == 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
