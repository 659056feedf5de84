package dev.shakeout.drivers.gremlin;

import java.util.Arrays;
import java.util.Optional;

/** Where an attack is, in Gremlin's words. */
public enum Stage {
    PENDING("Pending", Course.COMING),
    DISTRIBUTED("Distributed", Course.COMING),
    INITIALIZING("Initializing", Course.COMING),
    RUNNING("Running", Course.ON),
    TEARING_DOWN("TearingDown", Course.GOING),
    HALT_DISTRIBUTED("HaltDistributed", Course.GOING),
    INTERRUPT_TRIGGERED("InterruptTriggered", Course.GOING),
    ROLLBACK_TRIGGERED("RollbackTriggered", Course.GOING),
    ROLLBACK_STARTED("RollbackStarted", Course.GOING),
    SUCCESSFUL("Successful", Course.OVER),
    USER_HALTED("UserHalted", Course.OVER),
    CLIENT_ABORTED("ClientAborted", Course.OVER),
    INITIALIZATION_FAILED("InitializationFailed", Course.OVER),
    INVALID_ARGUMENT("InvalidArgument", Course.OVER),
    TARGET_NOT_FOUND("TargetNotFound", Course.OVER),
    FAILED("Failed", Course.OVER),
    LOST_COMMUNICATION("LostCommunication", Course.UNSURE),
    TEARDOWN_FAILED("TeardownFailed", Course.UNSURE),
    HALT_FAILED("HaltFailed", Course.UNSURE);

    /** What that means for the target. */
    public enum Course {
        /** Nothing is done to it yet. */
        COMING,
        ON,
        /** It is being taken back. */
        GOING,
        /** Nothing is done to it any more, or never was. */
        OVER,
        /** Its agent was lost, or could not take everything back. */
        UNSURE
    }

    private final String word;
    private final Course course;

    Stage(String word, Course course) {
        this.word = word;
        this.course = course;
    }

    /** As Gremlin writes it: HaltDistributed. */
    public String word() {
        return word;
    }

    public Course course() {
        return course;
    }

    /** Empty for a word that Gremlin did not have when this was written. */
    public static Optional<Stage> of(String word) {
        return Arrays.stream(values()).filter(stage -> stage.word.equals(word)).findFirst();
    }
}
