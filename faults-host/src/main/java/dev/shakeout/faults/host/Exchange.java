package dev.shakeout.faults.host;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.Numbers;
import dev.shakeout.model.Target;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The least that can be exchanged with a TCP server whatever it speaks: connect, say at once that nothing will follow,
 * and wait until it hangs up. Takes a round trip through everything that real traffic goes through.
 *
 * @param millis until the end of the exchange, or until it failed
 */
public record Exchange(Outcome outcome, double millis) {
    private static final Duration ENOUGH = Duration.ofSeconds(1);

    /** From best to worst. */
    enum Outcome {
        ANSWERED(0, "answered"),
        SILENT(1, "was accepted but not answered"),
        RESET(2, "was reset"),
        REFUSED(3, "was refused"),
        UNREACHABLE(4, "was not accepted");

        /** For comparing: 0 is best. */
        final int badness;

        private final String words;

        Outcome(int badness, String words) {
            this.badness = badness;
            this.words = words;
        }
    }

    static Exchange with(String host, int port, Duration limit) {
        long begin = System.nanoTime();
        return new Exchange(attempt(host, port, (int) limit.toMillis()), (System.nanoTime() - begin) / 1e6);
    }

    private static Outcome attempt(String host, int port, int limitMillis) {
        var address = new InetSocketAddress(host, port);
        try (var socket = new Socket()) {
            socket.setReuseAddress(true);
            try {
                socket.connect(address, limitMillis);
            } catch (ConnectException e) {
                return String.valueOf(e.getMessage()).contains("refused") ? Outcome.REFUSED : Outcome.UNREACHABLE;
            } catch (IOException _) {
                return Outcome.UNREACHABLE;
            }
            socket.setSoTimeout(limitMillis);
            socket.shutdownOutput();
            socket.getInputStream().skipNBytes(Long.MAX_VALUE);
            return Outcome.ANSWERED;
        } catch (java.io.EOFException _) {
            return Outcome.ANSWERED;
        } catch (SocketTimeoutException _) {
            return Outcome.SILENT;
        } catch (IOException _) {
            return Outcome.RESET;
        }
    }

    /** The quickest of a few: the first one of a fresh JVM also loads its classes, on either side. */
    static Exchange quickest(String host, int port, Duration limit) {
        long end = System.nanoTime() + ENOUGH.toNanos();
        Exchange quickest = with(host, port, limit);
        for (int more = 0; more < 2 && System.nanoTime() < end; more++) {
            Exchange next = with(host, port, limit);
            quickest = next.millis < quickest.millis ? next : quickest;
        }
        return quickest;
    }

    /** The same from where the target's own clients on its host stand. */
    static Exchange near(Target target, String host, int port, Duration limit, Machine machine) throws IOException {
        var namespace = NetNamespace.of(target, machine);
        if (namespace.inode().isEmpty()) {
            return quickest(host, port, limit);
        }
        var argv = new ArrayList<>(machine.java());
        argv.addAll(List.of(Exchange.class.getName(), host, Integer.toString(port), Long.toString(limit.toMillis())));
        var finished = machine.processes()
                .run(namespace.inside(argv), limit.multipliedBy(3).plusSeconds(10));
        String[] said = finished.output().strip().split(" ", -1);
        if (!finished.ok() || said.length != 2) {
            throw new IOException("cannot reach " + host + ":" + port + " in the network namespace of " + target + ": "
                    + finished.complaint());
        }
        return new Exchange(Outcome.valueOf(said[0]), Double.parseDouble(said[1]));
    }

    /** HOST PORT LIMIT-MILLIS. */
    public static void main(String[] arguments) {
        var limit = Duration.ofMillis(Long.parseLong(arguments[2]));
        Exchange exchange = quickest(arguments[0], Integer.parseInt(arguments[1]), limit);
        System.out.println(exchange.outcome() + " " + exchange.millis());
    }

    String words() {
        return outcome.words + " after " + Numbers.brief(millis) + " ms";
    }
}
