package dev.shakeout.faults.host;

import dev.shakeout.engine.Effect;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What the contract of faults and the crash matrix are tried on, and which faults. */
public interface Stages extends AutoCloseable {
    Stream<FaultCase> cases();

    /** @param folder where its machine has its folders */
    Stage make(String kind, String name, Path folder) throws IOException;

    /** Whether two with such an effect cannot be told apart on one target, as two stops of it. */
    default boolean alone(Effect effect) {
        return effect.momentary() || effect instanceof Served;
    }

    /** Ends what all stages stand on. */
    @Override
    default void close() {}

    /** All faults of this module on a process, a host and a link. */
    Stages OF_THIS_HOST = new Stages() {
        @Override
        public Stream<FaultCase> cases() {
            return FaultCase.all();
        }

        @Override
        public Stage make(String kind, String name, Path folder) throws IOException {
            return Stage.of(kind, name, folder);
        }
    };
}
