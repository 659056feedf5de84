package dev.shakeout.cli;

/** What a person is told on the way to a new experiment. */
final class WizardWords {
    static final String WELCOME = """
            You are about to create an experiment, step by step. It has up to three parts:
            - a steady-state hypothesis: what holds while the system is well [OPTIONAL]
            - a method: what is done to it, and what is looked at meanwhile
            - rollbacks: what sets it right again [OPTIONAL]""";

    static final String HYPOTHESIS = """

            A steady-state hypothesis is a list of probes, each with a tolerance. They are checked
            before the method, to see that the system is well at all, and again after it, to see
            whether it has borne what was done. You may leave it out, and learn first what is normal.""";

    static final String PROBES = """

            Now the probes that tell whether your system is in its steady state.""";

    static final String METHOD = """

            The method holds actions, which change something in your system, and probes, which
            look at it on the way.""";

    static final String ROLLBACKS = """

            Rollbacks are actions that run after the method. Shakeout takes its own faults back by
            itself; they need none.""";

    static final String TOLERANCE = """

            Within which tolerance is the system well? For example: 200, true, some text,
            {type: range, range: [1, 5]} or, for load, {type: slo, p95: 200ms, error-rate: 1%}.""";

    static final String ARGUMENTS = """

            Now the arguments. What stands in brackets is used if you just press return.""";

    private WizardWords() {}
}
