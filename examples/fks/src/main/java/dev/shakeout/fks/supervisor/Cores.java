package dev.shakeout.fks.supervisor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Which cores this process may use, and the words that pin a command to the last of them. */
final class Cores {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String FIELD = "Cpus_allowed_list:";

    private Cores() {}

    /** Empty on a machine with one core, or where that cannot be done. */
    static List<String> pinToLast() {
        try (var lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith(FIELD))
                    .findFirst()
                    .filter(_ -> tasksetIsThere())
                    .map(line -> pinToLast(line.substring(FIELD.length()).strip()))
                    .orElse(List.of());
        } catch (IOException e) {
            return List.of();
        }
    }

    /** For a list such as {@code 0-3,7}. */
    static List<String> pinToLast(String list) {
        boolean single = list.chars().allMatch(Character::isDigit);
        String last = list.substring(Math.max(list.lastIndexOf(','), list.lastIndexOf('-')) + 1);
        return single ? List.of() : List.of("taskset", "-c", last);
    }

    private static boolean tasksetIsThere() {
        return List.of(System.getenv().getOrDefault("PATH", "").split(":", -1)).stream()
                .anyMatch(dir -> Files.isExecutable(Path.of(dir, "taskset")));
    }
}
