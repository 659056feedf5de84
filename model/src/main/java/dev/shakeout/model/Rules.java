package dev.shakeout.model;

/** Whose rules decide how a file is read and how its run goes, where Chaos Toolkit's and ours differ. */
public enum Rules {
    SHAKEOUT,
    /**
     * To the letter what that tool does: a key it does not know is passed over, a hypothesis ends at its first miss, an
     * activity of the method that fails is only recorded, and status and exit code are its own. Our faults are taken back
     * all the same.
     */
    CHAOS_TOOLKIT;

    public boolean ours() {
        return this == SHAKEOUT;
    }
}
