package dev.shakeout.jvm;

import java.util.Map;

/** What an injection does to the JVM. */
interface Deed {
    /** @throws Refused with words, when it cannot be done here; then nothing is left of it */
    void begin() throws Exception;

    /** Takes it back. Harmless when it never began. */
    void end() throws Exception;

    /** How far it got, as it is written down again and again. */
    Map<String, Object> status();
}
