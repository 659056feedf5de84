package dev.shakeout.faults.host;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.Target;
import java.math.BigInteger;
import java.util.Set;

/** What a process does about a signal, by the masks in /proc/PID/status (proc(5)). */
enum Disposition {
    DEFAULT,
    IGNORED,
    CAUGHT;

    /** Those by which somebody wants a process to end, whatever it does before. */
    private static final Set<String> DEADLY =
            Set.of("KILL", "TERM", "INT", "QUIT", "ABRT", "SEGV", "BUS", "FPE", "ILL", "SYS", "TRAP");

    static Disposition of(Target process, String signal, Machine machine) {
        return has(process, "SigIgn", signal, machine)
                ? IGNORED
                : has(process, "SigCgt", signal, machine) ? CAUGHT : DEFAULT;
    }

    /** Whether it has a handler of its own for a signal that is not there to end it, as servers have for HUP. */
    static boolean mayLiveOn(Target process, String signal, Machine machine) {
        return !DEADLY.contains(signal) && of(process, signal, machine) == CAUGHT;
    }

    static boolean pending(Target process, String signal, Machine machine) {
        return has(process, "ShdPnd", signal, machine) || has(process, "SigPnd", signal, machine);
    }

    private static boolean has(Target process, String mask, String signal, Machine machine) {
        return new Procfs(machine)
                .status(process.detail("pid"), mask)
                .map(bits -> new BigInteger(bits, 16).testBit(SignalName.number(signal) - 1))
                .orElse(false);
    }
}
