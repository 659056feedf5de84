package dev.shakeout.cli.foreign;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Faults of one document of a file, and what our own file says of the same.
 *
 * @param number of the pair among all
 */
record Pair(int number, CorpusFile file, Drill theirs, Drill ours) {
    /**
     * All that have wanted faults, each for the first file that has it.
     *
     * @param same equal for those of which one is enough
     */
    static List<Pair> all(Predicate<Drill.Call> wanted, Function<Drill.Call, String> same) {
        Set<String> known = new HashSet<>();
        var pairs = new ArrayList<Pair>();
        for (CorpusFile file : CorpusFile.all()) {
            var theirs = file.translated();
            var ours = theirs.isEmpty() ? theirs : file.ours();
            for (int i = 0; i < theirs.size(); i++) {
                Drill fresh = Drill.of(theirs.get(i)).only(call -> wanted.test(call) && !known.contains(same.apply(call)));
                Set<String> keys = fresh.calls().stream().map(same).collect(Collectors.toSet());
                known.addAll(keys);
                if (!fresh.isEmpty()) {
                    Drill counterpart =
                            Drill.of(ours.get(i)).only(call -> wanted.test(call) && keys.contains(same.apply(call)));
                    pairs.add(new Pair(pairs.size() + 1, file, fresh, counterpart));
                }
            }
        }
        return pairs;
    }

    @Override
    public String toString() {
        return file + ": "
                + theirs.calls().stream().map(Drill.Call::fault).distinct().collect(Collectors.joining(", "));
    }
}
