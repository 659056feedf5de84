package dev.shakeout.engine;

import java.util.ArrayList;
import java.util.List;

/** How this installation starts a small JVM of its own for a stressor or a proxy. */
final class ChildJvm {
    private ChildJvm() {}

    static List<String> command() {
        String java = ProcessHandle.current().info().command().orElse(System.getProperty("java.home") + "/bin/java");
        var command = new ArrayList<String>();
        command.add(java);
        command.addAll(List.of(
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-Xlog:disable",
                "-Xss256k",
                "-Xmx64m"));
        String cache = System.getProperty("shakeout.aot", "");
        if (!cache.isEmpty()) {
            command.add("-XX:AOTCache=" + cache);
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path", "")));
        return List.copyOf(command);
    }
}
