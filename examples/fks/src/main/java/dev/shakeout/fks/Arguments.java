package dev.shakeout.fks;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A command's options: {@code --name value}, which may be repeated, and {@code --flag}. */
public final class Arguments {
    private static final Set<String> FLAGS = Set.of("until-stdin-closes");

    private final Map<String, List<String>> values = new HashMap<>();

    /**
     * Reads the words that follow a command.
     *
     * @throws UsageException for an option that is not among the known ones, or lacks its value
     */
    public Arguments(List<String> words, Set<String> known) {
        for (int i = 0; i < words.size(); i++) {
            String name = words.get(i).startsWith("--") ? words.get(i).substring(2) : "";
            if (!known.contains(name) && !FLAGS.contains(name)) {
                throw new UsageException("unknown option " + words.get(i) + "; known: --"
                        + String.join(", --", known.stream().sorted().toList()) + ", --" + String.join(", --", FLAGS));
            }
            boolean flag = FLAGS.contains(name);
            if (!flag && i + 1 == words.size()) {
                throw new UsageException(words.get(i) + " needs a value");
            }
            values.computeIfAbsent(name, _ -> new ArrayList<>()).add(flag ? "" : words.get(++i));
        }
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }

    public List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    public Optional<String> text(String name) {
        return all(name).stream().reduce((_, last) -> last);
    }

    public Optional<Path> path(String name) {
        return text(name).map(Path::of);
    }

    public int number(String name, int otherwise) {
        try {
            return text(name).map(Integer::valueOf).orElse(otherwise);
        } catch (NumberFormatException e) {
            throw (UsageException) new UsageException("--" + name + " needs a number").initCause(e);
        }
    }

    /** Values such as {@code fks_execution=9000}, by what stands before the equals sign. */
    public Map<String, String> pairs(String name) {
        Map<String, String> pairs = new HashMap<>();
        for (String pair : all(name)) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw new UsageException("--" + name + " needs SERVICE=VALUE, not " + pair);
            }
            pairs.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
        return pairs;
    }

    public Set<Weakness> weaknesses() {
        return Weakness.parse(all("weak"));
    }

    /** Where a service listens: {@code --host} (127.0.0.1) and {@code --port} (any free one). */
    public InetSocketAddress listen() {
        return new InetSocketAddress(text("host").orElse("127.0.0.1"), number("port", 0));
    }
}
