package dev.shakeout.engine;

import java.time.Duration;

/**
 * Shell for steps that ask a server for a change. The request of a step that was killed may still be with the server, or on
 * its way there, and be carried out after the inverse. So the step notes until when that may be: undo.sh waits for the answer
 * of a step that lives, and repeats the inverse of one that does not.
 */
public final class Asked {
    private Asked() {}

    /**
     * The functions {@code asking}, to be called before each request, and {@code answered}, to be called when it is known what
     * became of all of them.
     *
     * @param limit after which the server does nothing any more of what it was asked for
     */
    public static String within(Duration limit) {
        return """
                asking() {
                  [ -n "${SHAKEOUT_STEP-}" ] || return 0
                  read -r since_boot _ </proc/uptime && echo "$((${since_boot%%%%.*} + %d))" >"$SHAKEOUT_STEP.asked" && return 0
                  echo "it cannot be noted that a server is asked, in $SHAKEOUT_STEP.asked" >&2
                  exit 74
                }
                answered() {
                  [ -z "${SHAKEOUT_STEP-}" ] || true 2>/dev/null >"$SHAKEOUT_STEP.asked"
                }
                """.formatted(limit.toSeconds());
    }

    /** For an inverse, or a change that nothing takes back: both do nothing. */
    public static String unnoted() {
        return "asking() { :; }\nanswered() { :; }\n";
    }
}
