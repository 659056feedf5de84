package dev.shakeout.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Where the journals of a command go: that of one run to the path that is wanted, those of several beside it, with a number
 * each.
 */
record JournalPaths(Path wanted, int count) {
    List<Path> all() {
        return count == 1 ? List.of(wanted) : IntStream.rangeClosed(1, count).mapToObj(this::numbered).toList();
    }

    private Path numbered(int number) {
        String name = String.valueOf(wanted.getFileName());
        int dot = name.lastIndexOf('.');
        String stem = dot > 0 ? name.substring(0, dot) : name;
        return wanted.resolveSibling(stem + "-" + number + (dot > 0 ? name.substring(dot) : ""));
    }
}
