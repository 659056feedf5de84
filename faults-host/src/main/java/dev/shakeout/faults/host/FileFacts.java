package dev.shakeout.faults.host;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.Inverse;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * Files, folders, control groups and mounts: those that steps name, those with a token in their name beside them, and the
 * two files by which names become addresses.
 */
record FileFacts(Machine machine, Trace trace) {
    /** What is larger lives its own life, as a log or a database does; of it only the rights are compared. */
    private static final long LARGEST_BYTES = 64 << 10;

    /** Files of control groups in which a person says something, and that nothing else writes to. */
    private static final Set<String> SET_BY_PEOPLE =
            Set.of("cpu.max", "cpu.cfs_quota_us", "memory.max", "memory.limit_in_bytes");

    private static final List<String> ELSEWHERE = List.of("/proc", "/dev", "/sys/kernel");
    private static final List<String> RESOLVER = List.of("/etc/resolv.conf", "/etc/hosts");

    void see(Places places, HostPicture picture) {
        var procfs = new Procfs(machine);
        trace.paths().forEach(path -> named(path, picture));
        groupsBeside(places, procfs).forEach(folder -> withToken(folder, picture));
        resolver(machine.root(), "", picture);
        mounts(procfs.lines("self/mountinfo"), "", "", picture);
        places.mounts().forEach((place, pid) -> {
            List<String> mounts = procfs.lines(pid + "/mountinfo");
            if (!mounts.isEmpty()) {
                picture.saw(place);
                mounts(mounts, place, "nsenter --mount=/proc/" + pid + "/ns/mnt ", picture);
                resolver(machine.proc(pid + "/root"), place, picture);
            }
        });
    }

    /**
     * Processes are looked at elsewhere, devices lead too far, and some kernel files do something when they are read; what
     * custodians keep is no fault's doing.
     */
    private void named(Path path, HostPicture picture) {
        boolean elsewhere = ELSEWHERE.stream().anyMatch(path::startsWith)
                || path.startsWith(machine.folders().held().toAbsolutePath())
                || path.getNameCount() == 0;
        Path real = elsewhere ? path : under(machine.root(), path);
        if (elsewhere || !Files.exists(real, LinkOption.NOFOLLOW_LINKS)) {
            return; // that it is not there is a fact too
        }
        try {
            if (inGroups(path) && SET_BY_PEOPLE.contains(String.valueOf(real.getFileName()))) {
                String value = Files.readString(real).strip();
                String restore = "echo " + Inverse.quote(value) + " >" + Inverse.quote(real.toString());
                picture.add(Fact.value("", "limit " + real, value, Set.of(), Optional.of(restore)));
                return;
            }
            boolean folder = Files.isDirectory(real, LinkOption.NOFOLLOW_LINKS);
            picture.add(new Fact(
                    "",
                    kind(real, folder) + real,
                    state(real),
                    Set.of(),
                    Optional.of(remove(real, folder)),
                    Optional.empty()));
            if (folder) {
                withToken(real, picture);
            }
        } catch (IOException | UnsupportedOperationException _) {
            // it has gone meanwhile
        }
    }

    private String state(Path path) throws IOException {
        Map<String, Object> unix = Files.readAttributes(path, "unix:mode,uid", LinkOption.NOFOLLOW_LINKS);
        String rights =
                "mode " + Integer.toOctalString((Integer) unix.getOrDefault("mode", 0)) + " of user " + unix.get("uid");
        if (Files.isSymbolicLink(path)) {
            rights += ", a link to " + Files.readSymbolicLink(path);
        }
        boolean small = Files.isRegularFile(path) && Files.size(path) <= LARGEST_BYTES && !inGroups(path);
        return small ? rights + ", " + content(path) : rights;
    }

    private static Path under(Path root, Path path) {
        return root.resolve(path.toString().substring(1));
    }

    private boolean inGroups(Path path) {
        return path.startsWith(machine.root().resolve("sys/fs/cgroup"));
    }

    private String kind(Path path, boolean folder) {
        return folder ? inGroups(path) ? "control group " : "folder " : "file ";
    }

    private static String remove(Path path, boolean folder) {
        return folder ? Fact.command("rmdir", path.toString()) : Fact.command("rm", "-f", path.toString());
    }

    private static String content(Path path) throws IOException {
        byte[] bytes = Files.readAllBytes(path);
        var sum = new CRC32C();
        sum.update(bytes);
        return bytes.length + " bytes with checksum " + Long.toHexString(sum.getValue());
    }

    /** What stands in a folder with a token in its name. */
    private void withToken(Path folder, HostPicture picture) {
        try (var entries = Files.newDirectoryStream(
                folder, entry -> !Token.in(entry.getFileName().toString()).isEmpty())) {
            for (Path entry : entries) {
                boolean inner = Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS);
                picture.add(Fact.there("", kind(entry, inner) + entry, Set.of("\0"), remove(entry, inner)));
            }
        } catch (IOException | DirectoryIteratorException _) {
            // it has gone meanwhile, or is not ours to look into
        }
    }

    /** Where a fault would make one: below or beside the targets', or our own. */
    private static Set<Path> groupsBeside(Places places, Procfs procfs) {
        var pids = new ArrayList<>(List.of("self"));
        places.targets().forEach(target -> pids.add(target.detail("pid")));
        var seen = new HashSet<List<String>>();
        var folders = new HashSet<Path>();
        for (String pid : pids) {
            if (seen.add(procfs.lines(pid + "/cgroup"))) {
                for (Cgroup group : Cgroup.of(procfs, pid)) {
                    folders.addAll(List.of(group.folder(), group.parent().folder(), group.mount()));
                }
            }
        }
        return folders;
    }

    private static void resolver(Path root, String place, HostPicture picture) {
        for (String path : RESOLVER) {
            try {
                String content = content(under(root, Path.of(path)));
                picture.add(Fact.value(place, "file " + path, content, Set.of(path), Optional.empty()));
            } catch (IOException _) {
                // it is not there, which is a fact too
            }
        }
    }

    /** Fields of a line: id, parent, device, root, mount point, options, …, "-", type, source. */
    private void mounts(List<String> lines, String place, String entering, HostPicture picture) {
        for (String line : lines) {
            String[] field = line.split(" ", -1);
            String point = field[4].replace("\\040", " ");
            boolean named = trace.paths().contains(Path.of(point).normalize());
            if (named || !Token.in(line).isEmpty()) {
                String what = line.substring(line.indexOf(" - ") + 3).split(" ", -1)[0];
                String tokens = Token.in(line).stream()
                        .map(token -> " of " + token.text())
                        .sorted()
                        .findFirst()
                        .orElse("");
                picture.add(Fact.there(
                        place,
                        "mount of type " + what + " on " + point + tokens,
                        named ? Set.of() : Set.of("\0"),
                        entering + Fact.command("umount", point)));
            }
        }
    }
}
