package dev.shakeout.faults.host.files;

import dev.shakeout.faults.host.Options;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Bytes that are read are others than those of the file.
 *
 * @param zeros whether they are zeros, or by chance any others than they were
 * @param places in one answer, at most; from one on, as chance has it
 * @param length of each, in bytes, at most; from one on, as chance has it
 */
record Spoiling(boolean zeros, int places, int length) {
    /** From words such as --filling=random --places=3 --length=10. */
    static Optional<Spoiling> of(Options options) {
        return options.find("filling")
                .map(filling -> new Spoiling(
                        filling.equals("zero"),
                        Integer.parseInt(options.get("places")),
                        Integer.parseInt(options.get("length"))));
    }

    void spoil(ByteBuffer data, int count, RandomGenerator random) {
        if (count <= 0) {
            return;
        }
        for (int place = random.nextInt(1, places + 1); place > 0; place--) {
            int from = random.nextInt(count);
            int to = Math.min(count, from + random.nextInt(1, length + 1));
            for (int at = from; at < to; at++) {
                data.put(at, zeros ? 0 : (byte) (data.get(at) ^ random.nextInt(1, 256)));
            }
        }
    }
}
