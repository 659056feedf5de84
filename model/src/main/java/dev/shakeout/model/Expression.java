package dev.shakeout.model;

import java.util.List;
import java.util.Map;

/** A yes-or-no question over the readings of several probes; it was checked when it was read, and changes nothing. */
public interface Expression {
    /** As written in the file. */
    String text();

    /** What it looks at, in the order of the text: the numbers that a person wants to see beside its answer. */
    List<Field> fields();

    /**
     * Answers the question.
     *
     * @param readings by the probe's name
     * @throws BadValue a reading lacks what is asked of it
     */
    boolean holds(Map<String, Json.Obj> readings);

    /** One field of one probe's reading. */
    record Field(String probe, String name) {}
}
