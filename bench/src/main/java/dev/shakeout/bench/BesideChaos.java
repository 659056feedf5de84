package dev.shakeout.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
 * Gives experiments to the same command of both as whole processes, by Shakeout and by Chaos Toolkit in turns, with the same Python. Chaos Toolkit is
 * the command that CHAOS names, or else chaos on PATH.
 */
final class BesideChaos {
    private static final int ROUNDS = 10;
    private static final int WARM_UP = 1;

    private final Path folder;
    private final String command;
    private final Optional<Path> chaos = chaos();
    private final Map<String, String> files = new LinkedHashMap<>();

    /** @param folder where both work; also where their Python finds modules */
    BesideChaos(Path folder) {
        this(folder, "run");
    }

    /** @param command what both do with each file, such as validate */
    BesideChaos(Path folder, String command) {
        this.folder = folder;
        this.command = command;
    }

    /**
     * @param what in words: 1000 python activities
     * @param method its activities, as JSON
     */
    void add(String what, List<String> method) throws IOException {
        String file = "experiment" + files.size() + ".json";
        Files.writeString(
                folder.resolve(file),
                "{\"title\": \"calls\", \"description\": \"of nothing\", \"method\": [\n" + String.join(",\n", method)
                        + "\n]}\n");
        files.put(what, file);
    }

    void measureAndPrint() throws IOException, InterruptedException {
        var ours = new LinkedHashMap<String, List<Double>>();
        var theirs = new LinkedHashMap<String, List<Double>>();
        for (int round = 0; round < ROUNDS + WARM_UP; round++) {
            for (var file : files.entrySet()) {
                double mine = millis(shakeout(file.getValue()));
                Optional<Double> other = Optional.empty();
                if (chaos.isPresent()) {
                    other = Optional.of(millis(List.of(chaos.get().toString(), command, file.getValue())));
                }
                if (round >= WARM_UP) {
                    ours.computeIfAbsent(file.getKey(), _ -> new ArrayList<>()).add(mine);
                    other.ifPresent(took -> theirs.computeIfAbsent(file.getKey(), _ -> new ArrayList<>())
                            .add(took));
                }
            }
        }
        print(ours, theirs);
    }

    /**
     * Prints the largest resident memory that the command, or a program it started, ever had, as the kernel tells it.
     *
     * @param what one that was added
     */
    void printMemory(String what) throws IOException, InterruptedException {
        String file = files.getOrDefault(what, "");
        Optional<Double> theirs = Optional.empty();
        if (chaos.isPresent()) {
            theirs = Optional.of(megabytes(List.of(chaos.get().toString(), command, file)));
        }
        System.out.printf(
                "resident memory at most, %s: shakeout %.1f MB, chaos %s MB%n",
                what, megabytes(shakeout(file)), theirs.map("%.1f"::formatted).orElse("-"));
    }

    private double megabytes(List<String> whole) throws IOException, InterruptedException {
        String script = "import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL,"
                + " stderr=subprocess.DEVNULL); print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)";
        var measured = new ArrayList<>(List.of("python3", "-c", script));
        measured.addAll(whole);
        Process process =
                new ProcessBuilder(measured).directory(folder.toFile()).start();
        String kilobytes = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        process.waitFor();
        return Long.parseLong(kilobytes) / 1024.0;
    }

    private void print(Map<String, List<Double>> ours, Map<String, List<Double>> theirs) {
        System.out.println("whole process, milliseconds, " + ROUNDS + " runs each, in turns");
        System.out.printf(
                "%-32s %8s %8s %8s   %8s %8s %8s   %s%n",
                "", "min", "median", "max", "min", "median", "max", "shakeout " + command + " / chaos " + command);
        ours.forEach((what, mine) -> {
            List<Double> others = theirs.getOrDefault(what, List.of());
            String ratio = others.isEmpty() ? "-" : "%.2f".formatted(median(mine) / median(others));
            System.out.printf("%-32s %s   %s   %s%n", what, numbers(mine), numbers(others), ratio);
        });
        if (theirs.isEmpty()) {
            System.out.println("Chaos Toolkit is not here: name its command with CHAOS, or install chaostoolkit");
        }
    }

    private static String numbers(List<Double> millis) {
        if (millis.isEmpty()) {
            return "%8s %8s %8s".formatted("-", "-", "-");
        }
        Collections.sort(millis);
        return "%8.1f %8.1f %8.1f".formatted(millis.getFirst(), median(millis), millis.getLast());
    }

    private List<String> shakeout(String file) {
        String launcher = Path.of(System.getProperty("shakeout.home", "."), "shakeout")
                .toAbsolutePath()
                .toString();
        return Stream.concat(Stream.of(launcher, command, file), python(chaos).stream())
                .toList();
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

    private double millis(List<String> command) throws IOException, InterruptedException {
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

    private static double median(List<Double> unsorted) {
        List<Double> sorted = unsorted.stream().sorted().toList();
        return (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
    }
}
