package dev.shakeout.faults.host;

import java.io.IOException;

/** The process that started this child. It holds the other end of our standard input for as long as it lives. */
public final class Parent {
    private Parent() {}

    /** Says that the fault is on, then ends this process, whatever it is doing, as soon as the parent has gone. */
    public static void readyUntilItEnds() {
        readyUntilItEnds(() -> {});
    }

    /**
     * The same, for a child that holds somebody up.
     *
     * @param letGo done before the end; a child that is killed does not come to it, so an inverse must do the same
     */
    @SuppressWarnings("SystemExitOutsideMain") // a child without its parent has no other way to be sure to end
    static void readyUntilItEnds(Runnable letGo) {
        System.out.println("ready");
        System.out.flush();
        try {
            while (System.in.read() >= 0) {
                // nothing is ever said on it; only its end matters
            }
        } catch (IOException _) {
            // as good as the end
        }
        try {
            letGo.run();
        } finally {
            Runtime.getRuntime().halt(0);
        }
    }

    /** Works beside the wait for the parent's end. A failure ends this process, and with it the fault, at once. */
    @SuppressWarnings("SystemExitOutsideMain") // what holds somebody up must not go on half
    public static void work(String name, Work work) {
        Thread.ofPlatform().daemon().name(name).start(() -> {
            try {
                work.go();
            } catch (IOException | RuntimeException e) {
                System.err.println(name + ": " + e);
                Runtime.getRuntime().halt(1);
            }
        });
    }

    /** What a child is there for. */
    public interface Work {
        void go() throws IOException;
    }
}
