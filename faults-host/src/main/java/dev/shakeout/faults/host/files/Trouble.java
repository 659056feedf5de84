package dev.shakeout.faults.host.files;

import dev.shakeout.faults.host.Options;
import dev.shakeout.model.Span;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cryptomator.jfuse.api.Stat;

/**
 * What happens to calls.
 *
 * @param calls the kinds of call it happens to
 * @param share of them, from 0 to 1
 * @param delay before they are passed on
 * @param errno what they end with instead, as a positive number; 0 lets them pass
 * @param spoiling of what is read
 * @param disguise of the attributes that are told
 */
record Trouble(
        Set<Call> calls, double share, Duration delay, int errno, Optional<Spoiling> spoiling, Disguise disguise) {
    /** Kinds of call, by the words that a person uses for them. */
    enum Call {
        READ,
        WRITE,
        OPEN,
        CREATE,
        DELETE,
        RENAME,
        LIST,
        ATTRIBUTES,
        SYNC
    }

    private static final ThreadLocal<SplittableRandom> RANDOM = ThreadLocal.withInitial(SplittableRandom::new);

    /** From words such as --calls=read,write --share=0.5 --delay=200ms --errno=5 --filling=zero --as-mode=0440. */
    static Trouble of(Options options) {
        return new Trouble(
                Stream.of(options.get("calls").split(",", -1))
                        .map(call -> Call.valueOf(call.toUpperCase(Locale.ROOT)))
                        .collect(Collectors.toUnmodifiableSet()),
                Double.parseDouble(options.get("share")),
                options.find("delay").map(Span::parse).orElse(Duration.ZERO),
                options.find("errno").map(Integer::parseInt).orElse(0),
                Spoiling.of(options),
                Disguise.of(options));
    }

    private boolean hits(Call call) {
        return calls.contains(call) && (share >= 1 || RANDOM.get().nextDouble() < share);
    }

    /** @param count how much of it has been read */
    void spoil(ByteBuffer data, int count) {
        if (spoiling.isPresent() && hits(Call.READ)) {
            spoiling.get().spoil(data, count, RANDOM.get());
        }
    }

    void dress(Stat stat) {
        if (hits(Call.ATTRIBUTES)) {
            disguise.dress(stat);
        }
    }

    /** @return 0 to go on, or the negative number to end with */
    int meets(Call call) {
        if (!hits(call)) {
            return 0;
        }
        long end = System.nanoTime() + delay.toNanos();
        for (long left = delay.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        return -errno;
    }
}
