package dev.shakeout.engine;

import dev.shakeout.model.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/** Makes targets that nobody misses, to try faults on. Found by {@link java.util.ServiceLoader}. */
public interface Dummies {
    /** Kinds of target it can make. */
    Set<String> kinds();

    /**
     * Makes one, out of the way of everything else on this machine as far as that is possible here.
     *
     * @param folder an empty one for whatever it needs; its maker removes it
     */
    Dummy make(String kind, Path folder, Machine machine) throws IOException;

    /** A target that is there until it is closed. */
    interface Dummy extends AutoCloseable {
        Target target();

        /** The machine as an experiment on this target would see it. */
        Machine machine();

        @Override
        void close();
    }
}
