package dev.shakeout.faults.host;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Type;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** A place on a disk that may be broken: absolute, and neither the root itself nor a part of what the kernel makes up. */
record DiskPath() implements Type<String> {
    private static final List<Path> KERNEL = List.of(Path.of("/proc"), Path.of("/sys"), Path.of("/dev"));
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
        Path place = machine.root().resolve(path.substring(1));
        if (!Files.exists(place)) {
            return Optional.of(path + " does not exist");
        }
        if (!wanted.test(place)) {
            return Optional.of(path + " is not " + what);
        }
        try {
            Path real = place.toRealPath();
            return real.getNameCount() == 0 || isKernel(real)
                    ? Optional.of(path + " leads to " + real + ", where nothing may be broken")
                    : Optional.empty();
        } catch (java.io.IOException e) {
            return Optional.of(path + " cannot be looked at: " + e.getMessage());
        }
    }
}
