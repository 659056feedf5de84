package dev.shakeout.faults.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.Inverse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A virtual machine with cgroup v2 alone, on this host's own files: user-mode Linux. */
record UnifiedGroups(Path folder) {
    /** Runs a class there, whose argument is the folder, and gives what it has said in lines "RESULT what = value". */
    Map<String, String> run(Class<?> main) throws IOException, InterruptedException {
        var machine = Machine.local();
        assumeTrue(machine.isRoot(), "needs root: the virtual machine works on this host's own files");
        assumeTrue(machine.tool("linux.uml").isPresent(), "needs a kernel with cgroup v2: install user-mode-linux");
        Path init = folder.resolve("init.sh");
        Files.writeString(init, """
                #!/bin/sh
                mount -t proc proc /proc
                mount -t sysfs sys /sys
                mount -t tmpfs run /run
                PATH=/usr/sbin:/usr/bin:/sbin:/bin
                export PATH
                ip link set lo up
                mount -t cgroup2 cgroup /sys/fs/cgroup
                echo +memory +cpu >/sys/fs/cgroup/cgroup.subtree_control
                %s --enable-native-access=ALL-UNNAMED %s %s
                echo o >/proc/sysrq-trigger
                sleep 60
                """.formatted(
                machine.java().stream().map(Inverse::quote).collect(Collectors.joining(" ")), main.getName(), folder));
        assertThat(init.toFile().setExecutable(true)).isTrue();
        String console = boot(init);
        assertThat(console).contains("RESULT ").doesNotContain("Exception in thread");
        return results(console);
    }

    private String boot(Path init) throws IOException, InterruptedException {
        Path said = folder.resolve("console");
        var uml = new ProcessBuilder(
                        "linux.uml",
                        "mem=1G",
                        "rootfstype=hostfs",
                        "rootflags=/",
                        "rw",
                        "init=" + init.toAbsolutePath(),
                        "con=null",
                        "con0=fd:0,fd:1",
                        "uml_dir=" + folder.toAbsolutePath(),
                        "quiet")
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            boolean ended = uml.waitFor(120, TimeUnit.SECONDS);
            assertThat(ended).as(Files.readString(said)).isTrue();
            return Files.readString(said);
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
