package dev.shakeout.agent;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Rung;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What this process may do beyond others, of Linux's capabilities.
 *
 * @param effective without CAP_, as capabilities(7) names them
 */
record Capabilities(List<String> effective) {
    /** By their bits, include/uapi/linux/capability.h. */
    private static final List<String> NAMES = List.of(
            "CHOWN",
            "DAC_OVERRIDE",
            "DAC_READ_SEARCH",
            "FOWNER",
            "FSETID",
            "KILL",
            "SETGID",
            "SETUID",
            "SETPCAP",
            "LINUX_IMMUTABLE",
            "NET_BIND_SERVICE",
            "NET_BROADCAST",
            "NET_ADMIN",
            "NET_RAW",
            "IPC_LOCK",
            "IPC_OWNER",
            "SYS_MODULE",
            "SYS_RAWIO",
            "SYS_CHROOT",
            "SYS_PTRACE",
            "SYS_PACCT",
            "SYS_ADMIN",
            "SYS_BOOT",
            "SYS_NICE",
            "SYS_RESOURCE",
            "SYS_TIME",
            "SYS_TTY_CONFIG",
            "MKNOD",
            "LEASE",
            "AUDIT_WRITE",
            "AUDIT_CONTROL",
            "SETFCAP",
            "MAC_OVERRIDE",
            "MAC_ADMIN",
            "SYSLOG",
            "WAKE_ALARM",
            "BLOCK_SUSPEND",
            "AUDIT_READ",
            "PERFMON",
            "BPF",
            "CHECKPOINT_RESTORE");

    /** None where they cannot be read. */
    static Capabilities own(Machine machine) {
        try {
            return Files.readAllLines(machine.proc("self/status")).stream()
                    .filter(line -> line.startsWith("CapEff:"))
                    .map(line -> new BigInteger(line.substring(7).strip(), 16))
                    .map(Capabilities::of)
                    .findFirst()
                    .orElse(new Capabilities(List.of()));
        } catch (IOException | NumberFormatException _) {
            return new Capabilities(List.of());
        }
    }

    private static Capabilities of(BigInteger bits) {
        return new Capabilities(IntStream.range(0, NAMES.size())
                .filter(bits::testBit)
                .mapToObj(NAMES::get)
                .toList());
    }

    /** What root lacks here for a rung that says what it needs; whether others may do it is for the rung itself to say. */
    Optional<String> missing(Rung rung, Machine machine) {
        if (!machine.isRoot()) {
            return Optional.empty();
        }
        List<String> lacking = rung.capabilities().stream()
                .flatMap(needed -> needed.stream().sorted())
                .filter(needed -> !effective.contains(needed))
                .toList();
        return lacking.isEmpty()
                ? Optional.empty()
                : Optional.of("root has no " + String.join(", ", lacking) + " here");
    }
}
