package dev.shakeout.faults.host.proxy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The threads of a proxy: a few for all its connections. */
final class Loops {
    /** See {@link java.nio.channels.spi.SelectorProvider#provider}. */
    private static final String CHOICE = "java.nio.channels.spi.SelectorProvider";

    private static final String SELECTORS = "sun.nio.ch.EPollSelectorProvider";

    private final List<Loop> all;
    private int next;

    private Loops(List<Loop> all) {
        this.all = all;
    }

    /**
     * Tells the JDK which of its selectors is meant, where it is the one that is known here. It would else look through the
     * whole class path for somebody's own, which takes as long as all else that a proxy does before it listens.
     */
    static void takeKnownSelector() {
        try {
            var _ = Class.forName(SELECTORS).getConstructor();
            if (System.getProperty(CHOICE) == null) {
                System.setProperty(CHOICE, SELECTORS);
            }
        } catch (ReflectiveOperationException _) {
            // another JDK, which finds its own
        }
    }

    /** They follow what the control says. */
    static Loops start(int count, Control control) throws IOException {
        var all = new ArrayList<Loop>();
        for (int i = 0; i < count; i++) {
            all.add(new Loop());
        }
        var loops = new Loops(List.copyOf(all));
        all.forEach(Loop::start);
        control.onChange(_ -> loops.all.forEach(loop -> loop.execute(() -> tell(loop))));
        return loops;
    }

    private static void tell(Loop loop) {
        for (Connection connection : List.copyOf(loop.connections())) {
            connection.attempt(connection::follow);
        }
    }

    /** The one that accepts. */
    Loop first() {
        return all.getFirst();
    }

    /** Gives work to each in turn. Only for the first one's thread. */
    void spread(Consumer<Loop> work) {
        next = (next + 1) % all.size();
        Loop loop = all.get(next);
        if (next == 0) {
            work.accept(loop);
        } else {
            loop.execute(() -> work.accept(loop));
        }
    }
}
