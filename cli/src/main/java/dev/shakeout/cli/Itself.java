package dev.shakeout.cli;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/** The command that this process is, for children that do one thing of it. */
final class Itself {
    /** Set by the launcher where this process has more on its class path than others need. */
    private static final String CLASS_PATH = "shakeout.class-path";

    private Itself() {}

    /** Up to its words. */
    static List<String> command() {
        var command = new ArrayList<String>();
        command.add(ProcessHandle.current().info().command().orElse(System.getProperty("java.home") + "/bin/java"));
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        String classPath = System.getProperty(CLASS_PATH, System.getProperty("java.class.path", ""));
        command.addAll(List.of("-cp", classPath, Main.class.getName()));
        return List.copyOf(command);
    }
}
