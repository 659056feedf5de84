package dev.shakeout.probes.load;

import dev.shakeout.model.LoadWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/** Latencies of some requests. Percentiles are exact, by nearest rank: the least latency that p% do not exceed. */
final class Sample {
    private final int[] micros;
    private final int count;
    private final long errors;

    private Sample(int[] micros, int count, long errors) {
        this.micros = micros;
        this.count = count;
        this.errors = errors;
    }

    LoadWindow window(Instant from, Instant to) {
        return new LoadWindow(from, to, count, errors, percentile(50), percentile(95), percentile(99), percentile(100));
    }

    /** Zero for an empty sample. */
    private Duration percentile(int percent) {
        if (count == 0) {
            return Duration.ZERO;
        }
        int rank = (int) ((percent * (long) count + 99) / 100);
        return Duration.ofNanos(1000L * select(rank - 1));
    }

    /** Hoare's selection: partly sorts, so that the next percentile is found faster. A full sort costs ten times as much. */
    private int select(int index) {
        int low = 0;
        int high = count - 1;
        while (low < high) {
            int pivot = micros[(low + high) >>> 1];
            int left = low;
            int right = high;
            while (left <= right) {
                while (micros[left] < pivot) {
                    left++;
                }
                while (micros[right] > pivot) {
                    right--;
                }
                if (left <= right) {
                    int swapped = micros[left];
                    micros[left++] = micros[right];
                    micros[right--] = swapped;
                }
            }
            if (index <= right) {
                high = right;
            } else if (index >= left) {
                low = left;
            } else {
                return micros[index];
            }
        }
        return micros[index];
    }

    static final class Builder {
        private int[] micros = new int[256];
        private int count;
        private long errors;

        void add(int latencyMicros, boolean error) {
            if (count == micros.length) {
                micros = Arrays.copyOf(micros, 2 * count);
            }
            micros[count++] = latencyMicros;
            errors += error ? 1 : 0;
        }

        Sample build() {
            return new Sample(micros, count, errors);
        }
    }
}
