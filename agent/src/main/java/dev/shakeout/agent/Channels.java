package dev.shakeout.agent;

import dev.shakeout.engine.Threads;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/** The runs that an agent serves by its one connection. When that has ended, each of them is no longer heard. */
final class Channels implements AutoCloseable {
    /** Runs are few; what wants more at once is no server that means well. */
    private static final int MOST = 64;
    /** Orders that wait to be looked at, which takes no time. */
    private static final int MOST_UNREAD = 1000;

    private static final Duration TO_TAKE_BACK = Duration.ofSeconds(20);

    private final Agent agent;
    private final Voice voice;
    private final Consumer<String> told;
    private final Map<String, Channel> open = new ConcurrentHashMap<>();
    private final Map<String, Thread> serving = new ConcurrentHashMap<>();

    /** What is said to the server. */
    interface Voice {
        /** @throws IOException the connection is lost */
        void say(FleetMessage message) throws IOException, InterruptedException;
    }

    /** @param told what a person at this host should know */
    Channels(Agent agent, Voice voice, Consumer<String> told) {
        this.agent = agent;
        this.voice = voice;
        this.told = told;
    }

    void open(String name) throws IOException, InterruptedException {
        var channel = new Channel(name);
        if (open.size() >= MOST || open.putIfAbsent(name, channel) != null) {
            voice.say(new FleetMessage.Over(name));
            return;
        }
        serving.put(name, Threads.start("run of the fleet", () -> serve(channel)));
    }

    private void serve(Channel channel) {
        told.accept("a run begins here");
        boolean clean = agent.serve(channel);
        open.remove(channel.name);
        serving.remove(channel.name);
        told.accept("a run has ended here, "
                + (clean ? "and nothing is left of it" : "and not all is taken back: see 'shakeout recover'"));
        try {
            voice.say(new FleetMessage.Over(channel.name));
        } catch (IOException _) {
            // whoever has lost the connection knows that it is over
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** What comes when a channel is over already is late. */
    void said(String name, String line) {
        Optional.ofNullable(open.get(name)).ifPresent(channel -> channel.take(Optional.of(line)));
    }

    void over(String name) {
        Optional.ofNullable(open.get(name)).ifPresent(Channel::close);
    }

    /** Waits until all is taken back, though not for ever: their sentinels do what is left then. */
    @Override
    public void close() {
        open.values().forEach(Channel::close);
        long until = System.nanoTime() + TO_TAKE_BACK.toNanos();
        for (Thread each : List.copyOf(serving.values())) {
            try {
                each.join(Duration.ofNanos(Math.max(0, until - System.nanoTime())));
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** One run's lines. */
    private final class Channel implements Carrier {
        private final String name;
        private final BlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>();
        private boolean ended;

        Channel(String name) {
            this.name = name;
        }

        /** Empty is the end; whoever says more than anybody can want to say has come to it too. */
        synchronized void take(Optional<String> line) {
            if (!ended) {
                ended = line.isEmpty() || lines.size() >= MOST_UNREAD;
                lines.add(ended ? Optional.empty() : line);
            }
        }

        @Override
        public void send(String line) throws IOException {
            try {
                voice.say(new FleetMessage.Said(name, line));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while the server was told", e);
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
            take(Optional.empty());
        }
    }
}
