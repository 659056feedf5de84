package dev.shakeout.report.gate;

import java.util.List;

/** What a gate says to a question, and why; what speaks against comes first. */
public record Answer(Question question, List<Reason> reasons) {
    public Answer {
        reasons = List.copyOf(reasons);
    }

    /** Whether a pipeline may go on. */
    public boolean open() {
        return reasons.stream().noneMatch(reason -> reason.kind().closes());
    }

    public String word() {
        return open() ? "open" : "closed";
    }
}
