package dev.shakeout.faults.host;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.Target;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What Shakeout could have changed on a host, at one moment; to be compared with another moment's. Of what many share,
 * such as tables, mounts and processes, only what carries our name is looked at: a host's own life goes on meanwhile.
 *
 * @param facts what was seen, by where it was seen
 */
public record HostPicture(TreeMap<String, TreeSet<String>> facts) {
    private static final String OURS = "shakeout";

    public static HostPicture take(Machine machine) {
        return take(machine, List.of());
    }

    /** @param targets processes whose state, limits, control groups and network namespace are looked at too */
    public static HostPicture take(Machine machine, Collection<Target> targets) {
        var picture = new HostPicture(new TreeMap<>());
        var procfs = new Procfs(machine);
        picture.see("network", NetNamespace.of(new Target("host", "", "", java.util.Map.of()), machine), machine);
        picture.see("process of ours", children(procfs));
        picture.see("mount", procfs.lines("self/mounts").stream().filter(line -> line.contains(OURS)));
        picture.see("control group", groups(machine));
        for (Target target : targets) {
            if (target.kind().equals("process")) {
                picture.seeProcess(target, procfs);
            }
        }
        return picture;
    }

    /** One sentence per difference; empty when nothing differs. */
    public static List<String> differences(HostPicture before, HostPicture after) {
        var differences = new ArrayList<String>();
        var places = new TreeSet<>(before.facts.keySet());
        places.addAll(after.facts.keySet());
        for (String place : places) {
            Set<String> then = before.facts.getOrDefault(place, new TreeSet<>());
            Set<String> now = after.facts.getOrDefault(place, new TreeSet<>());
            now.stream()
                    .filter(fact -> !then.contains(fact))
                    .forEach(fact -> differences.add(place + ": new: " + fact));
            then.stream()
                    .filter(fact -> !now.contains(fact))
                    .forEach(fact -> differences.add(place + ": gone: " + fact));
        }
        return differences;
    }

    private void see(String where, Stream<String> seen) {
        facts.computeIfAbsent(where, _ -> new TreeSet<>()).addAll(seen.toList());
    }

    private void see(String where, NetNamespace namespace, Machine machine) {
        see(where + " qdisc", output(namespace, "exec tc qdisc show", machine));
        see(where + " table", output(namespace, "exec nft list tables", machine).filter(line -> line.contains(OURS)));
        see(where + " rule", output(namespace, "exec iptables-save", machine).filter(line -> line.contains(OURS)));
    }

    /** A tool that is not there, or may not look, could not have changed anything either. */
    private static Stream<String> output(NetNamespace namespace, String script, Machine machine) {
        return machine.processes()
                .run(namespace.shell(script, List.of()))
                .output()
                .lines();
    }

    private void seeProcess(Target target, Procfs procfs) {
        String pid = target.detail("pid");
        var stat = procfs.stat(target);
        if (stat.isEmpty()) {
            see(target.toString(), Stream.of("has ended"));
            return;
        }
        see(target.toString(), Stream.of(stat.get().stopped() ? "is stopped" : "is not stopped"));
        see(target + " limit", procfs.lines(pid + "/limits").stream());
        see(target + " control group", procfs.lines(pid + "/cgroup").stream());
        see(target + " OOM score", procfs.lines(pid + "/oom_score_adj").stream());
        see(target + " processors", procfs.status(pid, "Cpus_allowed_list").stream());
        var namespace = NetNamespace.of(target, procfs.machine());
        if (namespace.inode().isPresent()) {
            see(target + " network", namespace, procfs.machine());
        }
    }

    private static Stream<String> children(Procfs procfs) {
        return procfs.pids().stream()
                .map(procfs::commandLine)
                .filter(Token::marks)
                .map(argv -> String.join(
                        " ",
                        argv.stream()
                                .filter(word -> word.startsWith("--") || word.startsWith("dev.shakeout"))
                                .toList()));
    }

    private static Stream<String> groups(Machine machine) {
        var found = new ArrayList<String>();
        Path top = machine.root().resolve("sys/fs/cgroup");
        try {
            Files.walkFileTree(top, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    if (String.valueOf(folder.getFileName()).startsWith(OURS + "-")) {
                        found.add(folder.toString());
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) {
                    return FileVisitResult.CONTINUE; // removed while we looked, or not ours to see
                }

                @Override
                public FileVisitResult postVisitDirectory(
                        Path folder, java.io.@org.jspecify.annotations.Nullable IOException e) {
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException _) {
            // no control groups are mounted here, so there are none of ours
        }
        return found.stream();
    }
}
