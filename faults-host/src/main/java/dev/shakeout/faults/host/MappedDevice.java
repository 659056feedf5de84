package dev.shakeout.faults.host;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Processes.Finished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The device of the kernel's device mapper that a file system lies on, as a volume of LVM is one.
 *
 * @param name as dmsetup(8) knows it
 * @param number major:minor
 * @param table what its sectors are mapped to without any fault of ours, a line for each part, as {@code dmsetup table}
 *     prints it
 */
record MappedDevice(String name, String number, String table) {
    private static final String FOLDER = "/dev/mapper/";
    private static final Pattern LINEAR = Pattern.compile("(\\d+) (\\d+) linear (\\d+:\\d+) (\\d+)");

    /** Of whatever is at the place; empty if that is no such device. */
    static Optional<MappedDevice> below(MountPlace place) {
        var machine = place.machine();
        try {
            String number = number((Long) Files.getAttribute(place.seen(), "unix:dev"));
            Path name = machine.root().resolve("sys/dev/block/" + number + "/dm/name");
            if (!Files.exists(name)) {
                return Optional.empty();
            }
            String known = Files.readString(name).strip();
            var shown = dmsetup(machine, "table", known);
            String table = shown.output().lines().map(String::stripTrailing).collect(Collectors.joining("\n"));
            return shown.ok()
                    ? Optional.of(new MappedDevice(known, number, table).withoutOurs(machine))
                    : Optional.empty();
        } catch (IOException | UnsupportedOperationException _) {
            return Optional.empty();
        }
    }

    static Finished dmsetup(Machine machine, String... words) {
        var argv = new ArrayList<>(
                List.of(machine.tool("dmsetup").map(Path::toString).orElse("dmsetup")));
        argv.addAll(List.of(words));
        return machine.processes().run(argv);
    }

    /** As makedev(3) puts the two together. */
    private static String number(long device) {
        long major = (device >>> 8 & 0xfff) | (device >>> 32 & ~0xfffL);
        long minor = (device & 0xff) | (device >>> 12 & ~0xffL);
        return major + ":" + minor;
    }

    Path file() {
        return Path.of(FOLDER + name);
    }

    /** The beginning of the notes of all who change it, before the token; of this boot, as tables do not outlive one. */
    String notes(Machine machine) {
        String boot = String.join("", new Procfs(machine).lines("sys/kernel/random/boot_id"));
        String here = Integer.toHexString((name + boot).hashCode());
        return machine.folders()
                .runtime()
                .toAbsolutePath()
                .resolve("mapped-" + here + "-")
                .toString();
    }

    /** As one of ours has noted it, if one is on. */
    private MappedDevice withoutOurs(Machine machine) throws IOException {
        Path notes = Path.of(notes(machine));
        Path folder = Optional.ofNullable(notes.getParent()).orElseThrow();
        if (Files.isDirectory(folder)) {
            try (var found = Files.newDirectoryStream(folder, notes.getFileName() + "*")) {
                for (Path note : found) {
                    List<String> lines = Files.readAllLines(note);
                    if (lines.size() > 1) {
                        return new MappedDevice(name, number, String.join("\n", lines.subList(1, lines.size())));
                    }
                }
            }
        }
        return this;
    }

    /** Why it cannot be mapped in another way, or why more than what is at that path would suffer, if so. */
    Optional<String> unfit(MountPlace place) {
        List<String> others = table.lines()
                .filter(line -> !LINEAR.matcher(line).matches())
                .map(line -> line.split(" ", -1)[2])
                .distinct()
                .toList();
        if (!others.isEmpty()) {
            return Optional.of("device " + name + " has parts of kind " + String.join(", ", others)
                    + ", and only linear ones are known");
        }
        if (!Files.exists(place.machine().root().resolve(file().toString().substring(1)))) {
            return Optional.of("there is no " + file());
        }
        Set<String> points = points(place);
        if (points.contains("/")) {
            return Optional.of("device " + name + " carries the root file system");
        }
        String here = place.escaped();
        if (!points.contains(here)) {
            return Optional.of("all of the file system at " + String.join(", ", points) + " would suffer, not only "
                    + place.path() + "; give its mount point");
        }
        return points.stream()
                .filter(point -> !point.equals(here) && !point.startsWith(here + "/"))
                .map(point -> "device " + name + " is also mounted at " + point + ", which would suffer too")
                .findFirst()
                .or(() -> heldBy(place));
    }

    private Optional<String> heldBy(MountPlace place) {
        Path holders = place.machine().root().resolve("sys/dev/block/" + number + "/holders");
        try (var names = Files.list(holders)) {
            return names.findFirst()
                    .map(holder -> "device " + name + " is a part of " + holder.getFileName()
                            + " too, which would suffer as well");
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /** Where it is mounted, whoever sees that. */
    private Set<String> points(MountPlace place) {
        var procfs = new Procfs(place.machine());
        var points = new TreeSet<>(points("self", procfs));
        var seen = new HashSet<>(Set.of(procfs.namespace("self", "mnt").orElse("")));
        for (long pid : procfs.pids()) {
            String process = Long.toString(pid);
            if (seen.add(procfs.namespace(process, "mnt").orElse(""))) {
                points.addAll(points(process, procfs));
            }
        }
        return points;
    }

    private List<String> points(String pid, Procfs procfs) {
        return procfs.lines(pid + "/mountinfo").stream()
                .map(line -> line.split(" ", -1))
                .filter(field -> field[2].equals(number))
                .map(field -> field[4])
                .toList();
    }

    /** Whether nothing at all can be written to the file system on it. */
    boolean readOnly(MountPlace place) {
        return new Procfs(place.machine())
                .lines("self/mountinfo").stream()
                        .filter(line -> line.split(" ", -1)[2].equals(number))
                        .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                        .anyMatch(options -> List.of(options.split(",", -1)).contains("ro"));
    }
}
