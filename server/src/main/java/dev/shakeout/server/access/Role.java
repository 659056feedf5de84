package dev.shakeout.server.access;

import java.util.Locale;

/** What somebody may do, in one environment or in all; each role may do all that those before it may. */
public enum Role {
    VIEWER("Reads all but tokens and the audit log."),
    OPERATOR("Writes experiments and schedules, starts runs, and halts them or everything."),
    APPROVER("Approves of what needs a second person, such as going on after everything was halted."),
    ADMIN("Keeps environments, tokens and the audit log.");

    private final String meaning;

    Role(String meaning) {
        this.meaning = meaning;
    }

    public String meaning() {
        return meaning;
    }

    public boolean covers(Role needed) {
        return compareTo(needed) >= 0;
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException there is none of this word */
    public static Role ofWord(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
