package dev.shakeout.server.fleet;

import dev.shakeout.engine.JsonReader;
import dev.shakeout.engine.Threads;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.server.store.Post;
import dev.shakeout.server.store.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The way to agents that are connected to another server at the same database. That server opens a channel to its agent, and passes on
 * what is said. Each side says again and again which channels it knows; one of which the other says nothing for a while is over.
 */
final class Relay implements AutoCloseable {
    private static final Duration PERIOD = Duration.ofSeconds(3);
    private static final Duration SILENCE = Duration.ofSeconds(12);

    private final String self;
    private final Function<String, Optional<AgentConnection>> agents;
    private final Map<String, Passed> channels = new ConcurrentHashMap<>();
    private final Optional<Post> post;
    private final Thread thread = Threads.named("relay").newThread(this::keep);

    /** A channel that goes by another server. */
    private static final class Passed {
        final String peer;
        final End here;
        private volatile long heard = System.nanoTime();

        Passed(String peer, End here) {
            this.peer = peer;
            this.here = here;
        }

        void hear() {
            heard = System.nanoTime();
        }

        boolean isSilent() {
            return System.nanoTime() - heard > SILENCE.toNanos();
        }
    }

    /** What a channel leads to on this server. */
    private sealed interface End {
        /** Whoever speaks with an agent elsewhere. */
        record Speaker(Contact.Listener listener) implements End {}

        /**
         * An agent of this server.
         *
         * @param aside one after the other, as an agent that reads nothing must keep no other waiting
         */
        record Spoken(AgentConnection agent, ExecutorService aside) implements End {
            void tell(Runnable words) {
                try {
                    aside.execute(() -> {
                        try {
                            words.run();
                        } catch (RuntimeException _) {
                            // its connection has ended, and so it takes back
                        }
                    });
                } catch (RejectedExecutionException _) {
                    // the channel is over
                }
            }
        }
    }

    private Relay(Store store, String self, Function<String, Optional<AgentConnection>> agents) {
        this.self = self;
        this.agents = agents;
        this.post = store.post(self, this::hear);
    }

    /**
     * @param self the name of this server
     * @param agents those that are connected to it, by their ids
     */
    static Relay start(Store store, String self, Function<String, Optional<AgentConnection>> agents) {
        var relay = new Relay(store, self, agents);
        relay.thread.start();
        return relay;
    }

    /** The way to an agent that is connected to another server; empty where there can be none. */
    Optional<Contact> by(String server, String agent) {
        return post.filter(_ -> !server.equals(self)).map(_ -> new Remote(server, agent));
    }

    /** An agent elsewhere. */
    private final class Remote implements Contact {
        private final String server;
        private final String agent;

        Remote(String server, String agent) {
            this.server = server;
            this.agent = agent;
        }

        @Override
        public void open(String channel, Listener listener) {
            channels.put(channel, new Passed(server, new End.Speaker(listener)));
            send(server, "open", channel, agent);
        }

        @Override
        public void say(String channel, String line) {
            if (channels.containsKey(channel)) {
                send(server, "said", channel, line);
            }
        }

        @Override
        public void end(String channel) {
            if (channels.remove(channel) != null) {
                send(server, "over", channel, "");
            }
        }
    }

    private void send(String server, String says, String channel, String text) {
        post.orElseThrow()
                .send(
                        server,
                        Json.object("from", self, "says", says, "channel", channel, "text", text)
                                .compact());
    }

    /** For what has nobody to be told. */
    private void trySend(String server, String says, String channel, String text) {
        try {
            send(server, says, channel, text);
        } catch (IllegalStateException _) {
            // the other one finds out by hearing nothing
        }
    }

    private void hear(String text) {
        try {
            if (JsonReader.read(text) instanceof Json.Obj message) {
                String from = word(message, "from");
                String channel = word(message, "channel");
                String line = word(message, "text");
                switch (word(message, "says")) {
                    case "open" -> opened(from, channel, line);
                    case "said" -> find(from, channel).ifPresent(passed -> said(passed, channel, line));
                    case "over" -> find(from, channel).ifPresent(_ -> over(channel));
                    case "known" -> known(from, line);
                    default -> {} // of a later release
                }
            }
        } catch (BadValue _) {
            // whoever can write to the database can say anything
        }
    }

    private static String word(Json.Obj message, String key) {
        return message.get(key).map(Json::text).orElse("");
    }

    private Optional<Passed> find(String from, String channel) {
        return Optional.ofNullable(channels.get(channel)).filter(passed -> passed.peer.equals(from));
    }

    private void opened(String from, String channel, String id) {
        Optional<AgentConnection> agent = agents.apply(id);
        if (agent.isEmpty() || channels.containsKey(channel)) {
            trySend(from, "over", channel, "");
            return;
        }
        var spoken = new End.Spoken(agent.get(), Executors.newSingleThreadExecutor(Threads.named("relayed")));
        channels.put(channel, new Passed(from, spoken));
        spoken.tell(() -> agent.get().open(channel, new Contact.Listener() {
            @Override
            public void line(String line) {
                trySend(from, "said", channel, line);
            }

            @Override
            public void over() {
                channels.remove(channel);
                spoken.aside().shutdown();
                trySend(from, "over", channel, "");
            }
        }));
    }

    private static void said(Passed passed, String channel, String line) {
        passed.hear();
        switch (passed.here) {
            case End.Speaker(var listener) -> listener.line(line);
            case End.Spoken spoken -> spoken.tell(() -> spoken.agent().say(channel, line));
        }
    }

    private void over(String channel) {
        Optional.ofNullable(channels.remove(channel)).ifPresent(passed -> {
            switch (passed.here) {
                case End.Speaker(var listener) -> listener.over();
                case End.Spoken spoken -> {
                    spoken.tell(() -> spoken.agent().end(channel));
                    spoken.aside().shutdown();
                }
            }
        });
    }

    /** @param known channels, one after the other */
    private void known(String from, String known) {
        for (String channel : known.split(" ", -1)) {
            find(from, channel).ifPresentOrElse(Passed::hear, () -> trySend(from, "over", channel, ""));
        }
    }

    private void keep() {
        try {
            while (true) {
                Thread.sleep(PERIOD);
                channels.entrySet().stream()
                        .collect(Collectors.groupingBy(
                                each -> each.getValue().peer,
                                Collectors.mapping(Map.Entry::getKey, Collectors.joining(" "))))
                        .forEach((peer, known) -> trySend(peer, "known", "", known));
                List<String> silent = new ArrayList<>();
                channels.forEach((channel, passed) -> {
                    if (passed.isSilent()) {
                        silent.add(channel);
                    }
                });
                silent.forEach(this::over);
            }
        } catch (InterruptedException _) {
            // the server ends
        }
    }

    /** Whoever speaks by it is told that nothing more comes. */
    @Override
    public void close() {
        Threads.end(thread);
        for (String channel : List.copyOf(channels.keySet())) {
            Optional.ofNullable(channels.get(channel)).ifPresent(passed -> trySend(passed.peer, "over", channel, ""));
            over(channel);
        }
        post.ifPresent(Post::close);
    }
}
