package dev.shakeout.conformance;

import java.util.List;

/** A program that runs experiments. */
interface Tool {
    /** One word, fit for the name of a folder. */
    String name();

    /**
     * The command line up to the case's own words.
     *
     * @param command what the case asks for
     */
    List<String> start(Case.Command command);
}
