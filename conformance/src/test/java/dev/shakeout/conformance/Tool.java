package dev.shakeout.conformance;

import java.util.List;

/** A program that runs experiments. */
public interface Tool {
    /** One word, fit for the name of a folder. */
    String name();

    /**
     * The command line of a case up to its command and what this tool needs beside it; the case's own options and source
     * come after.
     */
    List<String> start(Case given);
}
