package dev.shakeout.probes;

import java.util.List;

/** How Chaos Toolkit tells in its journal that an activity failed, for whoever reads journals by program. */
final class ToolkitTrace {
    private ToolkitTrace() {}

    static List<String> of(String why) {
        return List.of("chaoslib.exceptions.ActivityFailed: " + why + "\n");
    }
}
