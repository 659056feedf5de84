package dev.shakeout.faults.host;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.Target;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads processes from /proc. A process may end between two reads, so whatever belongs to one comes as an Optional or
 * is empty.
 */
record Procfs(Machine machine) {
    private static final int BUFFER = 32 << 10;

    /** With a large buffer from the start: a sysctl gives all it has to the first read, and nothing to a second. */
    private Optional<String> text(String path) {
        try (var in = Files.newInputStream(machine.proc(path))) {
            var text = new ByteArrayOutputStream();
            var buffer = new byte[BUFFER];
            for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
                text.write(buffer, 0, count);
            }
            return Optional.of(text.toString(StandardCharsets.ISO_8859_1));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    List<Long> pids() {
        return numbers(machine.root().resolve("proc"));
    }

    List<Long> threads(long pid) {
        return numbers(machine.proc(pid + "/task"));
    }

    /** Numbers of its open file descriptors; empty where we may not look. */
    List<Long> descriptors(long pid) {
        return numbers(machine.proc(pid + "/fd"));
    }

    private static List<Long> numbers(Path folder) {
        try (var entries = Files.newDirectoryStream(folder, "[0-9]*")) {
            var numbers = new ArrayList<Long>();
            for (Path entry : entries) {
                numbers.add(Long.parseLong(String.valueOf(entry.getFileName())));
            }
            return numbers;
        } catch (IOException | DirectoryIteratorException _) {
            return List.of();
        }
    }

    Optional<ProcStat> stat(long pid) {
        return text(pid + "/stat").flatMap(ProcStat::parse);
    }

    /** The stat of the very process that was found, and of no later one with its number. */
    Optional<ProcStat> stat(Target process) {
        long start = Long.parseLong(process.detail("start"));
        return stat(Long.parseLong(process.detail("pid"))).filter(stat -> stat.start() == start && !stat.ended());
    }

    List<String> commandLine(long pid) {
        String line = utf8(text(pid + "/cmdline").orElse(""));
        return line.isEmpty() ? List.of() : Arrays.asList(line.split("\0", -1)).subList(0, line.split("\0").length);
    }

    /** A variable of the process's environment as it was started; empty where we may not look. */
    Optional<String> environment(long pid, String variable) {
        return text(pid + "/environ").stream()
                .flatMap(all -> Arrays.stream(all.split("\0", -1)))
                .filter(entry -> entry.startsWith(variable + "="))
                .map(entry -> utf8(entry.substring(variable.length() + 1)))
                .findFirst();
    }

    private static String utf8(String latin) {
        return new String(latin.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    /** A line of /proc/PID/status by its key, such as VmRSS. */
    Optional<String> status(String pid, String key) {
        return line(pid + "/status", key + ":");
    }

    /** Lines of /proc/PID/limits, cgroup and the like. */
    List<String> lines(String path) {
        return text(path).map(text -> text.lines().toList()).orElse(List.of());
    }

    private Optional<String> line(String path, String key) {
        return lines(path).stream()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(key.length()).strip())
                .findFirst();
    }

    long availableMemoryBytes() {
        return line("meminfo", "MemAvailable:").map(Procfs::kibibytes).orElse(0L);
    }

    long residentBytes(long pid) {
        return status(Long.toString(pid), "VmRSS").map(Procfs::kibibytes).orElse(0L);
    }

    long addressSpaceBytes(long pid) {
        return status(Long.toString(pid), "VmSize").map(Procfs::kibibytes).orElse(0L);
    }

    private static long kibibytes(String amount) {
        return Long.parseLong(amount.replace("kB", "").strip()) << 10;
    }

    /** Identifies a namespace: "net:[4026531840]". Empty where we may not look. */
    Optional<String> namespace(String pid, String kind) {
        try {
            return Optional.of(
                    Files.readSymbolicLink(machine.proc(pid + "/ns/" + kind)).toString());
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /** This process and all that it descends from: ending one of them would end the run. */
    Set<Long> ourselves() {
        var chain = new HashSet<Long>();
        Optional<ProcStat> next = text("self/stat").flatMap(ProcStat::parse);
        while (next.isPresent() && chain.add(next.get().pid())) {
            next = stat(next.get().parent());
        }
        return chain;
    }

    /** Our own child that carries this token on its command line. */
    Optional<ProcStat> childWith(String token) {
        for (long pid : pids()) {
            if (commandLine(pid).contains(token)) {
                Optional<ProcStat> stat = stat(pid).filter(found -> !found.ended());
                if (stat.isPresent()) {
                    return stat;
                }
            }
        }
        return Optional.empty();
    }
}
