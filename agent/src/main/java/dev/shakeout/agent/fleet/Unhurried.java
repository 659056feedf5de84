package dev.shakeout.agent.fleet;

import dev.shakeout.agent.Carrier;
import dev.shakeout.engine.Threads;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Sends on a thread of its own. Whoever is interrupted while he uses a socket of {@link java.nio.channels} closes it, and a run that
 * is halted interrupts whoever measures; but just then its agents are needed.
 */
final class Unhurried implements Carrier {
    private final Carrier carrier;
    /** Empty is the end. */
    private final BlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>();

    private volatile boolean gone;

    Unhurried(Carrier carrier) {
        this.carrier = carrier;
        Threads.start("orders to the fleet", this::pass);
    }

    private void pass() {
        try {
            for (Optional<String> line = lines.take(); line.isPresent(); line = lines.take()) {
                carrier.send(line.get());
            }
        } catch (IOException _) {
            // whoever receives is told of the end too
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            gone = true;
            carrier.close();
        }
    }

    @Override
    public void send(String line) throws IOException {
        if (gone) {
            throw new IOException("the connection to the agent has ended");
        }
        lines.add(Optional.of(line));
    }

    @Override
    public Optional<String> receive() {
        return carrier.receive();
    }

    /** Once all is sent. */
    @Override
    public void close() {
        lines.add(Optional.empty());
    }
}
