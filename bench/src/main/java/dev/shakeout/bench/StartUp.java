package dev.shakeout.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How long the command takes as a whole process, launcher included, beside a JVM that does nothing and, where it is
 * installed, Chaos Toolkit. The commands take turns, so that what else the machine does meets all of them.
 */
public final class StartUp {
    private static final int ROUNDS = 40;
    private static final int WARM_UP = 3;

    private StartUp() {}

    /** An empty main, for the JVM's own share. */
    static final class Empty {
        private Empty() {}

        public static void main(String[] arguments) {
            // nothing: its start is what is measured
        }
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path home = Path.of(System.getProperty("shakeout.home", "."))
                .toAbsolutePath()
                .normalize();
        String launcher = home.resolve("shakeout").toString();
        var commands = new LinkedHashMap<String, List<String>>();
        commands.put("empty class on this JDK", emptyClass());
        commands.put("shakeout --version", List.of(launcher, "--version"));
        commands.put("shakeout faults", List.of(launcher, "faults"));
        commands.put(
                "shakeout validate FILE",
                List.of(
                        launcher,
                        "validate",
                        home.resolve("bench/experiment.yaml").toString()));
        onPath("chaos").ifPresent(chaos -> commands.put("chaos --version", List.of(chaos.toString(), "--version")));
        print(measure(commands));
    }

    private static List<String> emptyClass() {
        return List.of(
                System.getProperty("java.home") + "/bin/java",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Empty.class.getName());
    }

    private static Optional<Path> onPath(String name) {
        return java.util.Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Map<String, List<Double>> measure(Map<String, List<String>> commands)
            throws IOException, InterruptedException {
        var millis = new LinkedHashMap<String, List<Double>>();
        for (int round = 0; round < ROUNDS + WARM_UP; round++) {
            for (var command : commands.entrySet()) {
                double took = Trials.millis(command.getValue());
                if (round >= WARM_UP) {
                    millis.computeIfAbsent(command.getKey(), _ -> new ArrayList<>())
                            .add(took);
                }
            }
        }
        return millis;
    }

    private static void print(Map<String, List<Double>> millis) {
        System.out.println("whole process, milliseconds, " + ROUNDS + " runs each, in turns");
        System.out.printf("%-28s %8s %8s %8s %8s%n", "command", "min", "median", "p95", "max");
        millis.forEach((name, all) -> {
            Collections.sort(all);
            System.out.printf(
                    "%-28s %8.1f %8.1f %8.1f %8.1f%n",
                    name, all.getFirst(), all.get(all.size() / 2), all.get(all.size() * 95 / 100), all.getLast());
        });
    }
}
