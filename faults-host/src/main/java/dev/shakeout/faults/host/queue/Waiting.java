package dev.shakeout.faults.host.queue;

import java.io.IOException;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;

/** The packets that wait for their time. One thread takes them in, another lets them go; never too early. */
final class Waiting {
    private final KernelQueue queue;
    private final DelayQueue<Due> due = new DelayQueue<>();

    Waiting(KernelQueue queue) {
        this.queue = queue;
    }

    /** @param number of its arrival: what is due at the same time goes in order */
    private record Due(KernelQueue.Packet packet, long nanos, long number) implements Delayed {
        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(nanos - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            var that = (Due) other;
            int sooner = Long.compare(nanos - that.nanos, 0);
            return sooner != 0 ? sooner : Long.compare(number, that.number);
        }
    }

    /** Takes packets from the kernel for as long as it gives some. */
    void take(Delays delays, Corruption corruption) throws IOException {
        var gate = queue.new Gate();
        for (long number = 0; ; number++) {
            KernelQueue.Packet packet = queue.next();
            long arrival = System.nanoTime();
            long wait = delays.nextNanos();
            if (wait > 0) {
                due.add(new Due(packet, arrival + wait, number));
            } else if (corruption.strikes()) {
                gate.open(packet, corruption.damaged(packet.payload()));
            } else {
                gate.open(packet);
            }
        }
    }

    /** Lets packets go when they are due. */
    void release() throws IOException, InterruptedException {
        var gate = queue.new Gate();
        while (true) {
            gate.open(due.take().packet());
        }
    }
}
