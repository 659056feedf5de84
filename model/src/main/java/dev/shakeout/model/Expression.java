package dev.shakeout.model;

import java.util.List;
import java.util.Map;

/**
 * A yes-or-no question over the readings of several probes, or over what several activities gave; it was checked when it was
 * read, and changes nothing.
 */
public interface Expression {
    /** As written in the file. */
    String text();

    /** What it looks at, in the order of the text: the numbers that a person wants to see beside its answer. */
    List<Field> fields();

    /**
     * Answers the question.
     *
     * @param readings by the name of the probe or the activity
     * @throws BadValue a reading lacks what is asked of it
     */
    boolean holds(Map<String, Json.Obj> readings);

    /**
     * One field of one reading.
     *
     * @param probe its name, or that of the activity
     */
    record Field(String probe, String name) {}
}
