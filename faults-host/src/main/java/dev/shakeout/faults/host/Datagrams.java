package dev.shakeout.faults.host;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.Numbers;
import dev.shakeout.model.Reading;
import dev.shakeout.model.Target;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/** UDP datagrams between two sockets of our own, sent by the way that a fault is on, and what became of them. */
public final class Datagrams {
    private static final int BUFFER = 4 << 20;
    private static final int MOST = 65_000;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private Datagrams() {}

    /**
     * What arrived.
     *
     * @param repeated how many were there already
     * @param disordered how many came after one that was sent later
     * @param bytesPerSecond after the first {@code skip} bytes
     */
    record Seen(int sent, int distinct, int repeated, int disordered, double bytesPerSecond) {
        static Seen parse(String text) {
            String[] word = text.strip().split(" ", -1);
            return new Seen(
                    Integer.parseInt(word[0]),
                    Integer.parseInt(word[1]),
                    Integer.parseInt(word[2]),
                    Integer.parseInt(word[3]),
                    Double.parseDouble(word[4]));
        }

        @Override
        public String toString() {
            return sent + " " + distinct + " " + repeated + " " + disordered + " " + bytesPerSecond;
        }
    }

    /**
     * How they are sent.
     *
     * @param size of each, in bytes
     * @param gapMicros from one to the next
     * @param waitMillis for those that are late
     * @param skip bytes that arrive before a rate is taken
     */
    record Sending(int count, int size, long gapMicros, long waitMillis, long skip) {}

    /**
     * A way within a network namespace that a fault is on.
     *
     * @param from port of the target that they seem to come from; 0 for any
     * @param to port of the target that they go to; 0 for any
     */
    record Path(String address, int from, int to, Target target, Machine machine) {
        Seen send(Sending how) throws IOException {
            var namespace = NetNamespace.of(target, machine);
            if (namespace.inode().isEmpty()) {
                return exchange(InetAddress.getByName(address), from, to, how);
            }
            var argv = new ArrayList<>(machine.java());
            argv.addAll(List.of(
                    Datagrams.class.getName(),
                    address,
                    Integer.toString(from),
                    Integer.toString(to),
                    Integer.toString(how.count()),
                    Integer.toString(how.size()),
                    Long.toString(how.gapMicros()),
                    Long.toString(how.waitMillis()),
                    Long.toString(how.skip())));
            var finished =
                    machine.processes().run(NetNamespace.of(target, machine).inside(argv), LIMIT);
            if (!finished.ok()) {
                throw new IOException("no datagrams can be sent within the network namespace of " + target + ": "
                        + finished.complaint());
            }
            return Seen.parse(finished.output());
        }

        Share share(String what, double share, ToIntFunction<Seen> struck) {
            int count = Share.count(share, 200, 3000);
            String all = "of " + count + " datagrams within the network of " + target + " " + what;
            return Share.of("how many " + all, count, share, Duration.ofSeconds(15), () -> {
                int number = struck.applyAsInt(send(new Sending(count, 64, 200, 300, 0)));
                return new Reading(number, "", number + " " + all);
            });
        }

        @Override
        public String toString() {
            return address + (from > 0 ? " from port " + from : to > 0 ? " to port " + to : "");
        }
    }

    /** Where datagrams of ours are met; there may be no such way, as when only TCP or packets of other hosts are met. */
    static Optional<Path> path(KernelRung.Seen seen) {
        Traffic traffic = seen.traffic();
        boolean out = traffic.direction().out();
        if (!traffic.speaks("udp")) {
            return Optional.empty();
        }
        if (traffic.own().isEmpty()) {
            return Optional.of("127.0.0.1")
                    .filter(address -> traffic.meetsNeighbours(Spot.address(address)))
                    .map(address -> new Path(address, 0, 0, seen.target(), seen.machine()));
        }
        if (!seen.target().isProcess()) {
            return Optional.empty();
        }
        List<Listener> taken = Listener.datagrams(seen.target(), Optional.empty(), seen.machine());
        return Listener.chosen(seen.target(), Optional.empty(), seen.machine()).stream()
                .filter(listener -> traffic.own().contains(Traffic.Own.of(listener)))
                .filter(listener -> Listener.on(taken, listener.port()).isEmpty())
                .filter(listener -> traffic.meetsNeighbours(Spot.address(listener.reachable())))
                .map(listener -> new Path(
                        listener.reachable(),
                        out ? listener.port() : 0,
                        out ? 0 : listener.port(),
                        seen.target(),
                        seen.machine()))
                .findFirst();
    }

    /** ADDRESS FROM-PORT TO-PORT COUNT SIZE GAP-MICROS WAIT-MILLIS SKIP-BYTES. */
    public static void main(String[] arguments) throws IOException {
        var how = new Sending(
                Integer.parseInt(arguments[3]),
                Integer.parseInt(arguments[4]),
                Long.parseLong(arguments[5]),
                Long.parseLong(arguments[6]),
                Long.parseLong(arguments[7]));
        int from = Integer.parseInt(arguments[1]);
        int to = Integer.parseInt(arguments[2]);
        System.out.println(exchange(InetAddress.getByName(arguments[0]), from, to, how));
    }

    private static Seen exchange(InetAddress address, int from, int to, Sending how) throws IOException {
        try (var sender = new DatagramSocket(new InetSocketAddress(address, from));
                var receiver = new DatagramSocket(new InetSocketAddress(address, to))) {
            receiver.setReceiveBufferSize(BUFFER);
            receiver.setSoTimeout((int) how.waitMillis());
            var arrivals = new Arrivals(how);
            var receiving = Thread.ofPlatform().start(() -> arrivals.take(receiver));
            send(sender, receiver.getLocalSocketAddress(), how, arrivals);
            receiving.join();
            return arrivals.seen();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while datagrams were on their way");
        }
    }

    private static void send(DatagramSocket sender, java.net.SocketAddress to, Sending how, Arrivals arrivals)
            throws IOException {
        long begin = System.nanoTime();
        var bytes = new byte[Math.clamp(how.size(), Integer.BYTES, MOST)];
        for (int i = 0; i < how.count(); i++) {
            long due = begin + i * how.gapMicros() * 1000;
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                java.util.concurrent.locks.LockSupport.parkNanos(left);
            }
            ByteBuffer.wrap(bytes).putInt(i);
            sender.send(new DatagramPacket(bytes, bytes.length, to));
        }
        arrivals.allSent = true;
    }

    /** Until nothing comes any more. */
    private static final class Arrivals {
        private final Sending how;
        private final HashSet<Integer> known = new HashSet<>();
        private int repeated;
        private int disordered;
        private int last = -1;
        private long bytes;
        private long from;
        private long to;
        volatile boolean allSent;

        Arrivals(Sending how) {
            this.how = how;
        }

        void take(DatagramSocket receiver) {
            var packet = new DatagramPacket(new byte[MOST], MOST);
            while (true) {
                try {
                    receiver.receive(packet);
                    add(packet);
                } catch (SocketTimeoutException _) {
                    if (allSent) {
                        return;
                    }
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            }
        }

        private void add(DatagramPacket packet) {
            int number = ByteBuffer.wrap(packet.getData()).getInt();
            if (!known.add(number)) {
                repeated++;
            } else if (number < last) {
                disordered++;
            }
            last = Math.max(last, number);
            to = System.nanoTime();
            if (bytes <= how.skip()) {
                from = to;
            }
            bytes += packet.getLength();
        }

        Seen seen() {
            double rate = to > from ? (bytes - how.skip()) * 1e9 / (to - from) : 0;
            return new Seen(how.count(), known.size(), repeated, disordered, rate);
        }
    }

    /** What words a rate has. */
    static String perSecond(double bytes) {
        return Numbers.brief(bytes / (1 << 20)) + " MiB/s";
    }
}
