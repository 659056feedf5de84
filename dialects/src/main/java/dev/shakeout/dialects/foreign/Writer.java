package dev.shakeout.dialects.foreign;

import dev.shakeout.dialects.Filled;
import java.util.List;

/** Writes experiments of ours in another tool's format. */
public interface Writer {
    /**
     * @param experiment that was read without a mistake
     * @throws dev.shakeout.model.InvalidInput something in it goes together here and not there
     */
    Written written(Filled experiment);

    /** Everything of ours, and what becomes of it. */
    List<Foreign.Chapter> parity();
}
