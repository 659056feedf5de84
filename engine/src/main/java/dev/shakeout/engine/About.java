package dev.shakeout.engine;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a thread's work is about: the run, the environment, the agent. Whoever writes a line of a log adds it, so that those who have
 * something to say need not.
 */
public final class About {
    private static final ScopedValue<Map<String, String>> FIELDS = ScopedValue.newInstance();

    private About() {}

    /** Of this thread, by the names of fields. */
    public static Map<String, String> now() {
        return FIELDS.orElse(Map.of());
    }

    /** Does work that is about this too. */
    public static void run(Map<String, String> fields, Runnable work) {
        var all = new LinkedHashMap<>(now());
        all.putAll(fields);
        ScopedValue.where(FIELDS, Map.copyOf(all)).run(work);
    }
}
