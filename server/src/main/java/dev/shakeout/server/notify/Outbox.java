package dev.shakeout.server.notify;

import dev.shakeout.engine.Threads;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Span;
import dev.shakeout.server.channel.Channel;
import dev.shakeout.server.channel.Outgoing;
import dev.shakeout.server.channel.Sent;
import dev.shakeout.server.store.Store;
import dev.shakeout.server.store.StoredMessage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Sends what channels are to be told. Each server at the database claims what is due, for as long as a try may take, so what a server had
 * claimed that is gone is sent by another one: nothing is lost, and what arrives twice has the same id. Each channel is told by a thread of
 * its own, so none waits for another.
 */
public final class Outbox implements AutoCloseable {
    /** A receiver that asks for more is tried all the same. */
    private static final Duration MOST_ASKED = Duration.ofHours(1);

    private static final Duration FAREWELL = Duration.ofSeconds(3);

    private final Parts parts;
    private final Pace pace;
    private final ExecutorService senders = Threads.forEach("channel");
    private final Set<String> busy = ConcurrentHashMap.newKeySet();
    private final Thread thread;
    private boolean reachable = true;

    /**
     * What it is made of.
     *
     * @param ids each a new one that nobody has
     * @param random for jitter
     * @param trouble told once when the store is away, and of errors of our own
     */
    public record Parts(
            Store store,
            Secrets secrets,
            Outgoing out,
            Clock clock,
            Supplier<String> ids,
            RandomGenerator random,
            Consumer<String> trouble) {}

    /**
     * How often and how patiently.
     *
     * @param look how often it is looked for what is due
     * @param claim how long a message is held; longer than a try may take
     * @param first how long after the first try that failed comes the second; doubled with each further one, and more or less by half
     *     of it
     * @param longest between two tries
     * @param last how long after it was written a message is given up
     */
    public record Pace(Duration look, Duration claim, Duration first, Duration longest, Duration last) {
        public static final Pace USUAL = new Pace(
                Duration.ofMillis(500),
                Duration.ofMinutes(1),
                Duration.ofSeconds(2),
                Duration.ofMinutes(10),
                Duration.ofDays(1));
    }

    private Outbox(Parts parts, Pace pace) {
        this.parts = parts;
        this.pace = pace;
        this.thread = Threads.named("outbox").newThread(this::watch);
    }

    public static Outbox start(Parts parts, Pace pace) {
        var outbox = new Outbox(parts, pace);
        outbox.thread.start();
        return outbox;
    }

    private void watch() {
        try {
            while (true) {
                look();
                Thread.sleep(pace.look());
            }
        } catch (InterruptedException _) {
            // the server ends; what is not sent is sent by another one, or after its next start
        }
    }

    /** A database that is away is no reason to stop looking. */
    private void look() {
        try {
            List<String> due = parts.store().read(work -> work.messages().dueChannels(now()));
            for (String channel : due) {
                if (busy.add(channel)) {
                    senders.execute(() -> sendAll(channel));
                }
            }
            reachable = true;
        } catch (RejectedExecutionException _) {
            // the server ends
        } catch (RuntimeException e) {
            if (reachable) {
                parts.trouble().accept("nobody is told of anything now, as the database is not to be had: " + e);
            }
            reachable = false;
        }
    }

    private void sendAll(String channel) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                String claim = parts.ids().get();
                Instant now = now();
                Optional<StoredMessage> message = parts.store()
                        .change(work -> work.messages().claim(channel, claim, now, now.plus(pace.claim())));
                if (message.isEmpty()) {
                    return;
                }
                send(message.get(), claim);
            }
        } catch (RuntimeException e) { // what was claimed is sent once the claim is over
            if (!Thread.currentThread().isInterrupted()) {
                parts.trouble().accept("channel '" + channel + "' is told later, as something went wrong: " + e);
            }
        } finally {
            busy.remove(channel);
        }
    }

    private void send(StoredMessage message, String claim) {
        String id = message.notice().id();
        Sent sent = tried(message);
        Instant now = now();
        parts.store().<Boolean>change(work -> {
            switch (sent) {
                case Sent.Delivered delivered -> work.messages().sent(id, claim, delivered, now);
                case Sent.Failed(String words, boolean lasting, Duration pause) -> {
                    if (lasting || !now.isBefore(message.notice().at().plus(pace.last()))) {
                        String tries = lasting ? "" : " (given up after " + Span.words(pace.last()) + ")";
                        work.messages().giveUp(id, claim, words + tries, now);
                    } else {
                        work.messages().putOff(id, claim, words, now.plus(pause(message.tries(), pause)));
                    }
                }
            }
            return true;
        });
    }

    private Sent tried(StoredMessage message) {
        try {
            Optional<Channel> channel =
                    parts.store().read(work -> work.channels().find(message.channel()));
            if (channel.isEmpty()) {
                return new Sent.Failed("the channel was deleted", true);
            }
            Optional<String> earlier = message.run()
                    .flatMap(run -> parts.store().read(work -> work.messages().reference(run, message.channel())));
            return parts.secrets()
                    .receiver(channel.get())
                    .send(
                            message.notice(),
                            earlier,
                            parts.out().by(channel.get().rules()));
        } catch (BadValue e) { // another key may be given with the next start
            return new Sent.Failed(String.valueOf(e.getMessage()), false);
        }
    }

    /** Exponential, and not for all at the same time; no shorter than the receiver asks for, within reason. */
    private Duration pause(long tries, Duration asked) {
        Duration own = pause(tries);
        Duration wanted = asked.compareTo(MOST_ASKED) > 0 ? MOST_ASKED : asked;
        return own.compareTo(wanted) < 0 ? wanted : own;
    }

    private Duration pause(long tries) {
        double doubled = pace.first().toMillis() * Math.pow(2, Math.min(tries, 30));
        double most = Math.min(doubled, pace.longest().toMillis());
        return Duration.ofMillis((long) (most * (0.5 + parts.random().nextDouble())));
    }

    private Instant now() {
        return parts.clock().instant();
    }

    /** What was written last is sent yet, such as that runs ended with the server, if that goes quickly. */
    @Override
    public void close() {
        Threads.end(thread);
        look();
        senders.shutdown();
        try {
            if (!senders.awaitTermination(FAREWELL.toMillis(), TimeUnit.MILLISECONDS)) {
                senders.shutdownNow();
            }
        } catch (InterruptedException _) {
            senders.shutdownNow();
            Thread.currentThread().interrupt();
        }
        senders.close();
    }
}
