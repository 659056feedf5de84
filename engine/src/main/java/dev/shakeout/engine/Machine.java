package dev.shakeout.engine;

import dev.shakeout.model.Mask;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The only door to the machine: everything outside the process is reached through it, so tests can own it.
 *
 * @param root the file system's root, for /proc and /sys
 * @param folders where the ledger and the state live
 * @param java the command that starts a main class of this installation in a small JVM of its own; the class name and
 *     its arguments follow
 * @param links declared proxies, by the name of the service behind them: their control folders
 * @param facts what was learnt of the machine already; see {@link #fact}
 * @param shared what the parts of one command use together; closed by whoever made the machine
 * @param mask what must not be shown of all that is known here
 */
public record Machine(
        Path root,
        Processes processes,
        Clock clock,
        Folders folders,
        List<String> java,
        Map<String, String> environment,
        Map<String, Path> links,
        Map<String, Object> facts,
        Shared shared,
        Mask mask) {

    /** With nothing shared and nothing to hide yet. */
    public Machine(
            Path root,
            Processes processes,
            Clock clock,
            Folders folders,
            List<String> java,
            Map<String, String> environment,
            Map<String, Path> links,
            Map<String, Object> facts) {
        this(root, processes, clock, folders, java, environment, links, facts, new Shared(), new Mask());
    }

    /** The machine this process runs on. */
    public static Machine local() {
        var environment = System.getenv();
        return new Machine(
                Path.of("/"),
                new Processes(),
                Clock.systemUTC(),
                Folders.of(environment, System.getProperty("user.name", "")),
                ChildJvm.command(),
                environment,
                Map.of(),
                new ConcurrentHashMap<>());
    }

    public Machine withLinks(Map<String, Path> declared) {
        return new Machine(
                root, processes, clock, folders, java, environment, Map.copyOf(declared), facts, shared, mask);
    }

    /** The same, with its files looked for below another root. */
    public Machine at(Path otherRoot) {
        return new Machine(otherRoot, processes, clock, folders, java, environment, links, facts, shared, mask);
    }

    /** Keeping its own files elsewhere. */
    public Machine with(Folders others) {
        return new Machine(root, processes, clock, others, java, environment, links, facts, shared, mask);
    }

    /** Going by another clock. */
    public Machine with(Clock other) {
        return new Machine(root, processes, other, folders, java, environment, links, facts, shared, mask);
    }

    /** With these variables instead; whatever is started from here on gets them. */
    public Machine withEnvironment(Map<String, String> variables) {
        return new Machine(
                root,
                processes.with(variables),
                clock,
                folders,
                java,
                Map.copyOf(variables),
                links,
                facts,
                shared,
                mask);
    }

    /** Hiding what somebody else knows to be secret. */
    public Machine withMask(Mask other) {
        return new Machine(root, processes, clock, folders, java, environment, links, facts, shared, other);
    }

    public Path proc(String rest) {
        return root.resolve("proc").resolve(rest);
    }

    /** Learns something costly about the machine once, such as whether the kernel has netem. */
    @SuppressWarnings("unchecked") // one key is always learnt by one supplier
    public <T> T fact(String key, Supplier<T> learn) {
        Object known = facts.get(key);
        if (known == null) { // not computeIfAbsent: learning one fact may ask for another
            known = learn.get();
            facts.put(key, known);
        }
        return (T) known;
    }

    /** The full path of a tool, looked for on PATH and in the system's own folders. */
    public Optional<Path> tool(String name) {
        return fact("tool:" + name, () -> {
            String path = environment.getOrDefault("PATH", "") + ":/usr/sbin:/sbin:/usr/bin:/bin";
            for (String folder : path.split(":", -1)) {
                Optional<Path> file = executable(folder.isEmpty() ? "." : folder, name);
                if (file.isPresent()) {
                    return file;
                }
            }
            return Optional.<Path>empty();
        });
    }

    private static Optional<Path> executable(String folder, String name) {
        try {
            return Optional.of(Path.of(folder, name)).filter(Files::isExecutable);
        } catch (InvalidPathException _) {
            return Optional.empty(); // what cannot be a name is no file's
        }
    }

    public boolean isRoot() {
        return fact(
                "root",
                () -> "0".equals(processes.run(List.of("id", "-u")).output().strip()));
    }
}
