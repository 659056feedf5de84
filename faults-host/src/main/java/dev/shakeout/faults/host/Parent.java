package dev.shakeout.faults.host;

import java.io.IOException;

/** The process that started this child. It holds the other end of our standard input for as long as it lives. */
public final class Parent {
    private Parent() {}

    /** Says that the fault is on, then ends this process, whatever it is doing, as soon as the parent has gone. */
    @SuppressWarnings("SystemExitOutsideMain") // a child without its parent has no other way to be sure to end
    public static void readyUntilItEnds() {
        System.out.println("ready");
        System.out.flush();
        try {
            while (System.in.read() >= 0) {
                // nothing is ever said on it; only its end matters
            }
        } catch (IOException _) {
            // as good as the end
        }
        Runtime.getRuntime().halt(0);
    }
}
