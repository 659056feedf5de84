package dev.shakeout.server.run;

import dev.shakeout.engine.Machine;
import dev.shakeout.server.store.Store;
import dev.shakeout.server.store.StoredRun;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * What every run is carried out with.
 *
 * @param identity of this server, among all that use the same database; the same after a restart
 * @param folder in which each run has one of its own
 * @param shakeout the command, up to its words
 * @param mostAtOnce how many runs go on here at once, at least 1; the others wait
 * @param doors to the fleet
 * @param trouble told what nobody else is told
 */
public record Workshop(
        Store store,
        Machine machine,
        String identity,
        Path folder,
        List<String> shakeout,
        int mostAtOnce,
        Doors doors,
        Consumer<String> trouble) {
    /** By which whoever starts a server sets how many runs go on there at once. */
    public static final String MOST_AT_ONCE_OPTION = "--max-runs";

    public Workshop {
        shakeout = List.copyOf(shakeout);
    }

    /** Opens the way from one run to the agents of its environment. */
    @FunctionalInterface
    public interface Doors {
        /** @throws IOException it cannot be opened at this place */
        Way open(Path socket, String environment) throws IOException;
    }

    /** From one run to the agents of its environment. When it is closed, they take back what they did for the run. */
    public interface Way extends Closeable {
        /**
         * All of them take back at once what they did for the run, and inject nothing more for it; they go on to answer it. Returns at
         * once.
         */
        void halt();
    }

    /** Of a run that reaches nobody. */
    static final Way NO_WAY = new Way() {
        @Override
        public void halt() {
            // nobody did anything for it
        }

        @Override
        public void close() {
            // nothing was opened
        }
    };

    /** Of one attempt; an earlier one may still be taking back in its own. */
    Path folder(StoredRun run) {
        return folder.resolve(run.attempt() == 1 ? run.id() : run.id() + "." + run.attempt());
    }
}
