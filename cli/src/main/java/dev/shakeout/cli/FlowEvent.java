package dev.shakeout.cli;

/** What somebody may want to be told of; names and phases are Chaos Toolkit's (chaoslib/notification.py). */
enum FlowEvent {
    RUN_STARTED("run-started", "run"),
    RUN_FAILED("run-failed", "run"),
    RUN_COMPLETED("run-completed", "run"),
    RUN_DEVIATED("run-deviated", "run"),
    VALIDATE_STARTED("validate-started", "validate"),
    VALIDATE_FAILED("validate-failed", "validate"),
    VALIDATE_COMPLETED("validate-completed", "validate"),
    DISCOVERY_STARTED("discovery-started", "discovery"),
    DISCOVERY_FAILED("discovery-failed", "discovery"),
    DISCOVERY_COMPLETED("discovery-completed", "discovery"),
    INIT_STARTED("init-started", "init"),
    INIT_FAILED("init-failed", "init"),
    INIT_COMPLETED("init-completed", "init");

    private final String word;
    private final String phase;

    FlowEvent(String word, String phase) {
        this.word = word;
        this.phase = phase;
    }

    String word() {
        return word;
    }

    String phase() {
        return phase;
    }
}
