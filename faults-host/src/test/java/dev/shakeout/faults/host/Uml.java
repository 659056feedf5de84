package dev.shakeout.faults.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.Inverse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A whole host of a test's own, which may be ended: user-mode-linux boots on this host's files in seconds. */
record Uml(Path folder, Machine machine) {
    /** Where the kernel says what it is; a real machine names its processor there. */
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

    /** What it says before its first process ends, where ptrace(2) refuses the shorter set of registers that it knows. */
    private static final String MORE_REGISTERS = "ptrace set fp regs failed";

    static Uml in(Path folder) {
        var machine = Machine.local();
        assumeTrue(machine.isRoot(), "needs root: the virtual machine works on this host's own files");
        assumeTrue(machine.tool("linux.uml").isPresent(), "needs another kernel: install user-mode-linux");
        return new Uml(folder, machine);
    }

    /** Ends a program that a person or a test has started anywhere else, before it can do any harm. */
    static void orElseEnd() throws IOException {
        if (!Files.readString(PROCESSORS).contains("User Mode Linux")) {
            throw new IllegalStateException("this may only be done to a virtual machine");
        }
    }

    /**
     * Boots it, again each time it reboots, until it is switched off.
     *
     * @param script what is run each time, in sh; java stands for the JVM with this test's classes
     * @param limit how long all of it may take
     * @return what it has printed as RESULT name = value
     */
    Map<String, String> run(String script, Duration limit) throws IOException, InterruptedException {
        Path init = folder.resolve("init.sh");
        String java = machine.java().stream().map(Inverse::quote).collect(Collectors.joining(" "));
        Files.writeString(init, """
                #!/bin/sh
                mount -t proc proc /proc
                mount -t sysfs sys /sys
                mount -t tmpfs run /run
                PATH=/usr/sbin:/usr/bin:/sbin:/bin
                export PATH
                java() {
                  %s "$@"
                }
                %s
                echo o >/proc/sysrq-trigger
                sleep 60
                """.formatted(java, script));
        assertThat(init.toFile().setExecutable(true)).isTrue();
        Path console = folder.resolve("console");
        Process uml = new ProcessBuilder(List.of(
                        "linux.uml",
                        "mem=1G",
                        "rootfstype=hostfs",
                        "rootflags=/",
                        "rw",
                        "init=" + init.toAbsolutePath(),
                        "con=null",
                        "con0=fd:0,fd:1",
                        "uml_dir=" + folder.toAbsolutePath(),
                        "quiet"))
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(console.toFile())
                .start();
        try {
            boolean ended = uml.waitFor(limit);
            String said = Files.readString(console);
            assumeFalse(
                    said.contains(MORE_REGISTERS) && !said.contains("RESULT "),
                    "needs a processor whose registers user-mode-linux can restore: this one has more of them (AMX, say)");
            assertThat(ended).as(said).isTrue();
            assertThat(said).contains("RESULT ").doesNotContain("Exception in thread");
            return results(said);
        } finally {
            uml.descendants().forEach(ProcessHandle::destroyForcibly);
            uml.destroyForcibly();
        }
    }

    private static Map<String, String> results(String console) {
        var results = new HashMap<String, String>();
        console.lines().filter(line -> line.startsWith("RESULT ")).forEach(line -> {
            String[] part = line.substring(7).split(" =", 2);
            results.put(part[0], part[1].strip());
        });
        return results;
    }
}
