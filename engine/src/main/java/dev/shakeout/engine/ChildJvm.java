package dev.shakeout.engine;

import java.util.ArrayList;
import java.util.List;

/**
 * How this installation starts a small JVM of its own for a stressor or a proxy.
 *
 * <p>A child has a start-up cache of its own, far smaller than the command's: a JVM loads at once all that is in its cache.
 * The cache fits no JVM whose flags about modules, garbage collector and class path are other ones, and a JVM with a cache
 * that does not fit starts later than one with none. So every child is started with these.
 */
final class ChildJvm {
    /** The launcher sets it to the path of the children's cache, if there is one. */
    private static final String CACHE = "shakeout.aot.children";

    /**
     * Few children are worth much compiling, and none before it is ready; where the cache need not be moved it is there
     * sooner.
     */
    private static final List<String> OPTIONS = List.of(
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:ArchiveRelocationMode=0",
            "-XX:-AOTReplayTraining",
            "-XX:-AOTRecordTraining",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:CompileThresholdScaling=5",
            "-XX:-UsePerfData",
            "-Xlog:disable",
            "-Xss256k",
            "-Xmx64m",
            "--enable-native-access=ALL-UNNAMED");

    private ChildJvm() {}

    static List<String> command() {
        return command(System.getProperty(CACHE, ""));
    }

    /** @param cache its path; one that is gone, or does not fit, is passed over without a word */
    static List<String> command(String cache) {
        var command = new ArrayList<String>();
        command.add(ProcessHandle.current().info().command().orElse(System.getProperty("java.home") + "/bin/java"));
        command.addAll(OPTIONS);
        if (!cache.isEmpty()) {
            command.add("-XX:AOTCache=" + cache);
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path", "")));
        return List.copyOf(command);
    }
}
