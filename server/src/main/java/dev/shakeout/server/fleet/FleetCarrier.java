package dev.shakeout.server.fleet;

import dev.shakeout.agent.Carrier;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Speaks with an agent for the server itself, in a channel of its own. */
final class FleetCarrier implements Carrier, Contact.Listener {
    private final Contact agent;
    private final String channel;
    private final BlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>();

    /** Throws when nothing gets there any more. */
    FleetCarrier(Contact agent, String channel) {
        this.agent = agent;
        this.channel = channel;
        agent.open(channel, this);
    }

    @Override
    public void line(String line) {
        lines.add(Optional.of(line));
    }

    @Override
    public void over() {
        lines.add(Optional.empty());
    }

    @Override
    public void send(String line) throws IOException {
        try {
            agent.say(channel, line);
        } catch (RuntimeException e) {
            throw new IOException("the agent is gone: " + e.getMessage(), e);
        }
    }

    @Override
    public Optional<String> receive() {
        try {
            return lines.take();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        try {
            agent.end(channel);
        } catch (RuntimeException _) {
            // it is gone
        }
        over();
    }
}
