package dev.shakeout.faults.host;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.Target;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The DNS servers that a process asks, by the resolv.conf(5) that it sees. */
final class Resolvers {
    /** Whom the C library asks when the file names nobody. */
    private static final Net NOBODY_NAMED = Net.parse("127.0.0.1");

    private Resolvers() {}

    /** Their addresses, in the order in which they are asked. */
    static List<Net> of(Target target, Machine machine) {
        String pid = target.details().getOrDefault("pid", "self");
        return of(machine.proc(pid + "/root/etc/resolv.conf"));
    }

    static List<Net> of(Path file) {
        List<Net> named = lines(file).stream()
                .map(line -> line.strip().split("\\s+", -1))
                .filter(word -> word.length > 1 && word[0].equals("nameserver"))
                .map(word -> word[1].replaceFirst("%.*", "")) // an address of a link names its interface
                .filter(Net::looksLike)
                .map(Net::parse)
                .distinct()
                .toList();
        return named.isEmpty() ? List.of(NOBODY_NAMED) : named;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        } catch (IOException _) {
            return List.of(); // as the C library takes it
        }
    }
}
