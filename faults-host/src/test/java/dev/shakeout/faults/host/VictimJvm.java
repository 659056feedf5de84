package dev.shakeout.faults.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Target;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;

/** A JVM of any age that may be broken: it calls a method for each line that it is given. */
record VictimJvm(Process process, BufferedReader output, Target target) implements Part {
    /** @param result of the call, or what it threw */
    record Answer(long millis, String result) {}

    static Path thisJava() {
        return Path.of(System.getProperty("java.home"), "bin/java");
    }

    /** Of a Java of that version, beside the one that runs this; skips the test where there is none. */
    static Path java(int version) throws IOException {
        try (var folders = Files.list(Path.of("/usr/lib/jvm"))) {
            var found = folders.map(folder -> folder.resolve("bin/java"))
                    .filter(Files::isExecutable)
                    .filter(java -> java.toString().contains("-" + version + "-"))
                    .findFirst();
            assumeTrue(found.isPresent(), "needs a Java " + version);
            return found.orElseThrow();
        }
    }

    /** For Java 8, in the folder. */
    static void compile(Path folder) throws IOException {
        Path source = folder.resolve("Victim.java");
        try (var in = VictimJvm.class.getResourceAsStream("/jvm/Victim.java")) {
            Files.copy(in, source);
        }
        int status = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "--release", "8", "-Xlint:-options", "-d", folder.toString(), source.toString());
        assertThat(status).isZero();
    }

    /** @param before words of a command that leads to it, such as unshare */
    static VictimJvm start(Path java, Path classes, List<String> before, Machine machine, String... options)
            throws IOException {
        var argv = new ArrayList<>(before);
        argv.addAll(List.of(java.toString(), "-XX:+UseSerialGC", "-Xmx32m", "-XX:TieredStopAtLevel=1"));
        argv.addAll(List.of(options));
        argv.addAll(List.of("-cp", classes.toString(), "Victim"));
        Process process = new ProcessBuilder(argv)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader output = process.inputReader();
        assertThat(output.readLine()).isEqualTo("ready");
        long pid = process.descendants().map(ProcessHandle::pid).reduce(process.pid(), (_, last) -> last);
        Target target = new ProcessFinder()
                .find(Arguments.NONE.with(ProcessFinder.PID, (int) pid), machine)
                .getFirst();
        return new VictimJvm(process, output, target);
    }

    void ask(String method) throws IOException {
        process.getOutputStream().write((method + "\n").getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        process.getOutputStream().flush();
    }

    Answer answer() throws IOException {
        String line = output.readLine();
        return new Answer(Long.parseLong(line.substring(0, line.indexOf(' '))), line.substring(line.indexOf(' ') + 1));
    }

    Answer call(String method) throws IOException {
        ask(method);
        return answer();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.onExit().join();
    }
}
