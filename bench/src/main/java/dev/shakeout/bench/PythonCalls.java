package dev.shakeout.bench;

import dev.shakeout.engine.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A run of many python activities of a function that does nothing, as a whole process, beside Chaos Toolkit with the same
 * file and the same Python. Chaos Toolkit is the command that CHAOS names, or else chaos on PATH.
 */
public final class PythonCalls {
    private static final int ROUNDS = 10;
    private static final int WARM_UP = 1;

    private PythonCalls() {}

    /** The number of activities may be given; 1000 otherwise. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int activities = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1000;
        Optional<Path> chaos = chaos();
        try (var folder = TemporaryFolder.make("python-calls")) {
            Files.writeString(folder.path().resolve("nothing.py"), "def nothing():\n    return True\n");
            Files.writeString(folder.path().resolve("calls.json"), experiment(activities));
            Files.writeString(folder.path().resolve("one.json"), experiment(1));
            var commands = new LinkedHashMap<String, List<String>>();
            String launcher = Path.of(System.getProperty("shakeout.home", "."), "shakeout")
                    .toAbsolutePath()
                    .toString();
            List<String> python = python(chaos);
            commands.put("shakeout run, " + activities, shakeout(launcher, "calls.json", python));
            chaos.ifPresent(
                    path -> commands.put("chaos run, " + activities, List.of(path.toString(), "run", "calls.json")));
            commands.put("shakeout run, 1", shakeout(launcher, "one.json", python));
            chaos.ifPresent(path -> commands.put("chaos run, 1", List.of(path.toString(), "run", "one.json")));
            print(measure(commands, folder.path()), activities, chaos);
        }
    }

    private static List<String> shakeout(String launcher, String file, List<String> python) {
        return Stream.concat(Stream.of(launcher, "run", file), python.stream()).toList();
    }

    private static Optional<Path> chaos() {
        return Optional.ofNullable(System.getenv("CHAOS"))
                .map(Path::of)
                .or(() -> Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                        .map(entry -> Path.of(entry, "chaos"))
                        .filter(Files::isExecutable)
                        .findFirst());
    }

    /** The interpreter beside the command, in its virtual environment, so that both use the same. */
    private static List<String> python(Optional<Path> chaos) {
        return chaos.map(path -> path.resolveSibling("python"))
                .filter(Files::isExecutable)
                .map(path -> List.of("--python", path.toString()))
                .orElse(List.of());
    }

    private static String experiment(int activities) {
        var method = new ArrayList<String>();
        for (int i = 0; i < activities; i++) {
            method.add("{\"type\": \"action\", \"name\": \"call %d\", \"provider\": {\"type\": \"python\",".formatted(i)
                    + " \"module\": \"nothing\", \"func\": \"nothing\"}}");
        }
        return "{\"title\": \"calls\", \"description\": \"of nothing\", \"method\": [\n" + String.join(",\n", method)
                + "\n]}\n";
    }

    private static Map<String, List<Double>> measure(Map<String, List<String>> commands, Path folder)
            throws IOException, InterruptedException {
        var millis = new LinkedHashMap<String, List<Double>>();
        for (int round = 0; round < ROUNDS + WARM_UP; round++) {
            for (var command : commands.entrySet()) {
                double took = millis(command.getValue(), folder);
                if (round >= WARM_UP) {
                    millis.computeIfAbsent(command.getKey(), _ -> new ArrayList<>())
                            .add(took);
                }
            }
        }
        millis.values().forEach(Collections::sort);
        return millis;
    }

    private static double millis(List<String> command, Path folder) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        var builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("PYTHONPATH", folder.toString());
        int status = builder.start().waitFor();
        double took = (System.nanoTime() - begun) / 1e6;
        if (status != 0) {
            throw new IOException(String.join(" ", command) + " ended with status " + status);
        }
        return took;
    }

    private static void print(Map<String, List<Double>> millis, int activities, Optional<Path> chaos) {
        System.out.println("whole process, milliseconds, " + ROUNDS + " runs each, in turns");
        System.out.printf("%-28s %8s %8s %8s%n", "command", "min", "median", "max");
        millis.forEach((name, all) ->
                System.out.printf("%-28s %8.1f %8.1f %8.1f%n", name, all.getFirst(), median(all), all.getLast()));
        if (chaos.isEmpty()) {
            System.out.println("Chaos Toolkit is not here: name its command with CHAOS, or install chaostoolkit");
            return;
        }
        for (int calls : List.of(activities, 1)) {
            double ratio = median(of(millis, "shakeout run, " + calls)) / median(of(millis, "chaos run, " + calls));
            System.out.printf("%d python activities: %.2f times chaos run%n", calls, ratio);
        }
    }

    private static List<Double> of(Map<String, List<Double>> millis, String command) {
        return Optional.ofNullable(millis.get(command)).orElseThrow();
    }

    private static double median(List<Double> sorted) {
        return (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
    }
}
