package dev.shakeout.dialects;

import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Problem;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** The same work on each of several files or documents, none of which needs another. */
public final class Batch {
    /** From so many on it is quicker on all processors. */
    private static final int MANY = 32;

    private Batch() {}

    /** What came of one of them: either of the two is empty. */
    private record Done<R>(List<R> result, List<Problem> problems) {}

    /**
     * @param work throws {@link InvalidInput} where one cannot be used; may be called from several threads
     * @return what came of each, in their order
     * @throws InvalidInput with the mistakes of all of them
     */
    public static <T, R> List<R> of(List<T> all, Function<T, R> work) {
        Stream<T> each = all.size() < MANY ? all.stream() : all.parallelStream();
        List<Done<R>> done = each.map(one -> done(one, work)).toList();
        List<Problem> problems =
                done.stream().flatMap(one -> one.problems().stream()).toList();
        if (!problems.isEmpty()) {
            throw new InvalidInput(problems);
        }
        return done.stream().flatMap(one -> one.result().stream()).toList();
    }

    private static <T, R> Done<R> done(T one, Function<T, R> work) {
        try {
            return new Done<>(List.of(work.apply(one)), List.of());
        } catch (InvalidInput e) {
            return new Done<>(List.of(), e.problems());
        }
    }
}
