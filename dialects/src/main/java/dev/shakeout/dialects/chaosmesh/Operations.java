package dev.shakeout.dialects.chaosmesh;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a call of FUSE, by which Chaos Mesh names what is hit, is among the operations of disk/delay and disk/error. */
final class Operations {
    private static final Map<String, List<String>> BY_OPERATION = new TreeMap<>(Map.of(
            "read", List.of("read"),
            "write", List.of("write"),
            "open", List.of("open"),
            "create", List.of("create", "mknod", "mkdir", "symlink", "link"),
            "delete", List.of("unlink", "rmdir"),
            "rename", List.of("rename"),
            "list", List.of("opendir", "readdir"),
            "attributes",
                    List.of(
                            "getattr",
                            "setattr",
                            "access",
                            "setxattr",
                            "getxattr",
                            "listxattr",
                            "removexattr",
                            "statfs"),
            "sync", List.of("flush", "fsync", "fsyncdir")));

    private Operations() {}

    static List<String> all() {
        return List.copyOf(BY_OPERATION.keySet());
    }

    /** Calls that can be hit. */
    static Collection<String> known() {
        var known = new TreeSet<String>();
        BY_OPERATION.values().forEach(known::addAll);
        return known;
    }

    static Optional<String> of(String call) {
        return BY_OPERATION.entrySet().stream()
                .filter(entry -> entry.getValue().contains(call))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** All calls that these operations are. */
    static List<String> members(Collection<String> operations) {
        return operations.stream()
                .flatMap(operation -> BY_OPERATION.getOrDefault(operation, List.of()).stream())
                .toList();
    }
}
