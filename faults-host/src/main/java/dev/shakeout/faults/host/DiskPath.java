package dev.shakeout.faults.host;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Type;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** A place on a disk that may be broken: absolute, and neither the root itself nor a part of what the kernel makes up. */
record DiskPath() implements Type<String> {
    private static final List<Path> KERNEL = List.of(Path.of("/proc"), Path.of("/sys"), Path.of("/dev"));
    private static final int LINKS = 40; // as the kernel follows at most
    private static final Path SHARED_MEMORY = Path.of("/dev/shm"); // an ordinary tmpfs

    /** Where a fault of files acts. */
    static Parameter<String> parameter(String help) {
        return Parameter.required("path", new DiskPath(), help);
    }

    @Override
    public String name() {
        return "path";
    }

    @Override
    public String allowed() {
        return "an absolute path, neither / nor in /proc, /sys or /dev";
    }

    @Override
    public String parse(Json json) {
        String text = Type.text().parse(json);
        Path path;
        try {
            path = Path.of(text).normalize();
        } catch (InvalidPathException e) {
            throw new BadValue("'" + text + "' is not a path: " + e.getReason());
        }
        if (!path.isAbsolute() || path.getNameCount() == 0 || isKernel(path)) {
            throw new BadValue("'" + text + "' is not a path for this; it must be " + allowed());
        }
        return path.toString();
    }

    private static boolean isKernel(Path path) {
        return KERNEL.stream().anyMatch(path::startsWith) && !path.startsWith(SHARED_MEMORY);
    }

    @Override
    public Json.Obj schema() {
        return Json.object("type", "string", "pattern", "^/", "examples", Json.of(List.of(Json.of("/var/lib/data"))));
    }

    /** Why nothing can be done there, if so: a link must not lead where a path must not, either. */
    static Optional<String> unusable(String path, Machine machine) {
        return unusable(path, Files::isDirectory, "a folder", machine);
    }

    static Optional<String> unusable(String path, Predicate<Path> wanted, String what, Machine machine) {
        try {
            Path real = real(machine.root(), Path.of(path));
            Path place = machine.root().resolve(real.toString().substring(1));
            if (!Files.exists(place)) {
                return Optional.of(path + " does not exist");
            }
            if (!wanted.test(place)) {
                return Optional.of(path + " is not " + what);
            }
            return real.getNameCount() == 0 || isKernel(real)
                    ? Optional.of(path + " leads to " + real + ", where nothing may be broken")
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.of(path + " cannot be looked at: " + e.getMessage());
        }
    }

    /** Where a path leads, as we reach it: links of a container must not lead to files of ours. */
    static String reached(String path, Machine machine) {
        try {
            return machine.root()
                    .resolve(real(machine.root(), Path.of(path)).toString().substring(1))
                    .toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Where a path leads, its links followed as they are below that root. The kernel would follow them below ours, and
     * realpath(3) takes /proc/PID/root itself for a link to our root.
     */
    private static Path real(Path root, Path path) throws IOException {
        var ahead = new ArrayDeque<Path>();
        path.forEach(ahead::add);
        Path real = Path.of("/");
        int links = 0;
        while (!ahead.isEmpty()) {
            Path next = real.resolve(ahead.pop()).normalize();
            Path place = root.resolve(next.toString().substring(1));
            if (!Files.isSymbolicLink(place)) {
                real = next;
            } else if (++links > LINKS) {
                throw new FileSystemLoopException(path.toString());
            } else {
                Path link = Files.readSymbolicLink(place);
                real = link.isAbsolute() ? Path.of("/") : real;
                for (int i = link.getNameCount() - 1; i >= 0; i--) {
                    ahead.push(link.getName(i));
                }
            }
        }
        return real;
    }
}
