package dev.shakeout.server.fleet;

import dev.shakeout.agent.FleetMessage;
import dev.shakeout.engine.JsonReader;
import dev.shakeout.model.BadValue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/**
 * One connection of an agent. Nobody knows at first who it is; whoever does not say so soon, or says what no agent says, is cut
 * off, and nobody else notices.
 */
public final class AgentConnection implements Contact {
    private static final Duration TO_HAIL = Duration.ofSeconds(10);
    private static final Duration TO_END = Duration.ofSeconds(2);
    private static final Duration SILENCE = Duration.ofSeconds(35);

    private final String id;
    private final String nonce;
    private final Wire wire;
    private final Admission admission;
    private final BiConsumer<AgentConnection, String> admitted;
    private final Map<String, Listener> channels = new ConcurrentHashMap<>();
    private volatile long heard = System.nanoTime();
    private volatile Optional<String> agent = Optional.empty();
    private volatile Optional<Long> over = Optional.empty();
    private volatile boolean ended;

    /** What carries it. Whoever is at the other end may read nothing, so whoever writes may wait. */
    public interface Wire {
        /** Throws when nothing gets there any more. */
        void send(String text);

        /**
         * Says that this is the end.
         *
         * @param why at most 120 letters of ASCII
         */
        void close(String why);

        /** Ends it, whatever the other end does. */
        void drop();

        /** Whether it has not ended yet. */
        boolean open();
    }

    /** @param admitted told once of the agent that it is, before that is told */
    AgentConnection(
            String id, String nonce, Wire wire, Admission admission, BiConsumer<AgentConnection, String> admitted) {
        this.id = id;
        this.nonce = nonce;
        this.wire = wire;
        this.admission = admission;
        this.admitted = admitted;
    }

    String id() {
        return id;
    }

    /** Its id, once it has proven who it is. */
    Optional<String> agent() {
        return agent;
    }

    void begin() {
        wire.send(new FleetMessage.Challenge(nonce).text());
    }

    /** Something that it says. One text after the other. */
    public void hear(String text) {
        if (over.isPresent()) {
            return;
        }
        heard = System.nanoTime();
        FleetMessage message;
        try {
            message = FleetMessage.read(JsonReader.read(text));
        } catch (BadValue _) {
            cut("this is nothing that an agent says");
            return;
        }
        switch (message) {
            case FleetMessage.Hail hail when agent.isEmpty() -> admit(hail);
            case FleetMessage.Alive alive when agent.isPresent() -> wire.send(alive.text());
            case FleetMessage.Said(var channel, var line)
            when agent.isPresent() -> Optional.ofNullable(channels.get(channel)).ifPresent(each -> each.line(line));
            case FleetMessage.Over(var channel)
            when agent.isPresent() ->
                Optional.ofNullable(channels.remove(channel)).ifPresent(Listener::over);
            case FleetMessage.Hail _,
                    FleetMessage.Alive _,
                    FleetMessage.Challenge _,
                    FleetMessage.Welcome _,
                    FleetMessage.Refused _,
                    FleetMessage.Open _,
                    FleetMessage.Said _,
                    FleetMessage.Over _ -> cut("no agent says this now");
        }
    }

    @Override
    public void open(String channel, Listener listener) {
        channels.put(channel, listener);
        wire.send(new FleetMessage.Open(channel).text());
        if (ended) { // meanwhile
            endChannels();
        }
    }

    @Override
    public void say(String channel, String line) {
        if (channels.containsKey(channel)) {
            wire.send(new FleetMessage.Said(channel, line).text());
        }
    }

    @Override
    public void end(String channel) {
        if (channels.remove(channel) != null) {
            wire.send(new FleetMessage.Over(channel).text());
        }
    }

    /** It has ended. */
    void endChannels() {
        ended = true;
        for (String channel : List.copyOf(channels.keySet())) {
            Optional.ofNullable(channels.remove(channel)).ifPresent(Listener::over);
        }
    }

    private void admit(FleetMessage.Hail hail) {
        switch (admission.admit(hail, nonce, id)) {
            case Admission.Answer.In(var in) -> {
                agent = Optional.of(in.id());
                admitted.accept(this, in.id());
                wire.send(new FleetMessage.Welcome(in.id(), in.environment(), in.labels()).text());
            }
            case Admission.Answer.Out(var refused) -> refuse(refused);
        }
    }

    /** It is told why, and its connection ends. */
    void refuse(FleetMessage.Refused refused) {
        over = over.or(() -> Optional.of(System.nanoTime()));
        try {
            wire.send(refused.text());
        } finally {
            cut("refused");
        }
    }

    /** Its connection ends. */
    public void cut(String why) {
        over = over.or(() -> Optional.of(System.nanoTime()));
        wire.close(why);
    }

    /** Whether it was cut off, or is about to be. */
    boolean isOver() {
        return over.isPresent();
    }

    /** Whether its wire has ended; one that should have is dropped. */
    boolean hasEnded() {
        if (over.filter(since -> System.nanoTime() - since > TO_END.toNanos()).isPresent()) {
            wire.drop();
        }
        return !wire.open();
    }

    /** Why it is as good as gone; empty while it is not. */
    Optional<String> overdue() {
        Duration silent = Duration.ofNanos(System.nanoTime() - heard);
        if (agent.isEmpty()) {
            return silent.compareTo(TO_HAIL) > 0 ? Optional.of("it does not say who it is") : Optional.empty();
        }
        return silent.compareTo(SILENCE) > 0 ? Optional.of("nothing is heard of it") : Optional.empty();
    }
}
