package dev.shakeout.cli.foreign;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

/**
 * Faults of one document of a file, and what our own file says of the same.
 *
 * @param number of the pair among all
 */
record Pair(int number, CorpusFile file, Drill theirs, Drill ours) {
    /** All that have wanted faults, each for the first file of a dialect that has it for an equal target. */
    static List<Pair> all(BiPredicate<CorpusFile, Drill.Call> wanted) {
        Set<String> known = new HashSet<>();
        var pairs = new ArrayList<Pair>();
        for (CorpusFile file : CorpusFile.all()) {
            var theirs = file.translated();
            var ours = theirs.isEmpty() ? theirs : file.ours();
            for (int i = 0; i < theirs.size(); i++) {
                Drill fresh = Drill.of(theirs.get(i))
                        .only(call -> !known.contains(key(file, call)) && wanted.test(file, call));
                Set<String> keys =
                        fresh.calls().stream().map(call -> key(file, call)).collect(Collectors.toSet());
                known.addAll(keys);
                if (!fresh.isEmpty()) {
                    Drill same = Drill.of(ours.get(i)).only(call -> keys.contains(key(file, call)));
                    pairs.add(new Pair(pairs.size() + 1, file, fresh, same));
                }
            }
        }
        return pairs;
    }

    private static String key(CorpusFile file, Drill.Call call) {
        return file.dialect() + " " + call.key() + " " + call.target().compact();
    }

    @Override
    public String toString() {
        return file + ": "
                + theirs.calls().stream().map(Drill.Call::fault).distinct().collect(Collectors.joining(", "));
    }
}
