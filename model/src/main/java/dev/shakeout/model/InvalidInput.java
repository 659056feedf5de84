package dev.shakeout.model;

import java.util.List;
import java.util.stream.Collectors;

/** The input cannot be used; holds every mistake found, not only the first. Nothing was started. */
public final class InvalidInput extends RuntimeException {
    private final transient List<Problem> problems;

    public InvalidInput(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    public InvalidInput(Problem problem) {
        this(List.of(problem));
    }

    public List<Problem> problems() {
        return problems;
    }
}
