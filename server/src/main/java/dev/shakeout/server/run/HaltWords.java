package dev.shakeout.server.run;

import dev.shakeout.server.store.Halt;
import dev.shakeout.server.store.Work;
import java.util.List;

/** What is said of a halt, to whoever wants to start a run and by the runs that it ends. */
public final class HaltWords {
    private HaltWords() {}

    /** Who halted what, when and why. */
    public static String of(Halt halt, Work work) {
        return halt.subject() + " was halted by " + work.parties().words(halt.by()) + " at " + halt.at() + ": "
                + halt.reason();
    }

    /** Name of who asked for it. */
    public static String by(Halt halt, Work work) {
        return work.parties().name(halt.by());
    }

    /** What is to be done so that runs can be started again. */
    public static String release(Halt halt) {
        return "an approver calls 'shakeout resume --server URL"
                + halt.environment().map(name -> " --environment " + name).orElse("") + "' (DELETE /api/v1"
                + halt.environment().map(name -> "/environments/" + name).orElse("") + "/halt)";
    }

    /** @param halts at least one */
    static String refusal(List<Halt> halts, Work work) {
        return String.join(
                "; ",
                halts.stream()
                        .map(halt -> of(halt, work) + ". To let runs be started again, " + release(halt))
                        .toList());
    }
}
