package dev.shakeout.bench;

import dev.shakeout.agent.AgentKey;
import dev.shakeout.agent.FleetMessage;
import dev.shakeout.agent.Hello;
import dev.shakeout.agent.HostWords;
import dev.shakeout.agent.Order;
import dev.shakeout.agent.Report;
import dev.shakeout.engine.JsonReader;
import dev.shakeout.model.Json;
import dev.shakeout.model.Reading;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One agent's side of a connection, with a real key and the words of a real one. It injects nothing: what an agent does on its own
 * host takes time there, and not on the machine that stands here for all of them.
 */
final class SimulatedAgent implements WebSocket.Listener {
    /** In place of all that an agent says to a server: with the peer, which passes on what comes. */
    static final String CALL = "call";

    static final String ANSWER = "answer";

    private final Optional<Identity> identity;
    private final Events events;
    private final StringBuilder begun = new StringBuilder();
    private CompletableFuture<?> sending = CompletableFuture.completedFuture(true);
    private volatile boolean welcome;
    private boolean injected;

    /** By which it joins a fleet. */
    record Identity(AgentKey key, String enrolment, String name, HostWords words, String version) {}

    /** What is counted and measured. */
    interface Events {
        void joined(SimulatedAgent agent);

        void injected();

        /** @param how the word of the order by which it was told to, or that its channel is over */
        void tookBack(String how);

        void lost(SimulatedAgent agent, String why);
    }

    /** @param identity empty to speak with the peer */
    SimulatedAgent(Optional<Identity> identity, Events events) {
        this.identity = identity;
        this.events = events;
    }

    @Override
    public void onOpen(WebSocket socket) {
        socket.request(1);
        if (identity.isEmpty()) {
            welcome = true;
            events.joined(this);
        }
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
        begun.append(part);
        if (last) {
            String whole = begun.toString();
            begun.setLength(0);
            if (identity.isPresent()) {
                hear(socket, FleetMessage.read(JsonReader.read(whole)), identity.get());
            } else if (whole.equals(CALL)) {
                say(socket, ANSWER);
            }
        }
        socket.request(1);
        return null; // it was taken
    }

    private void hear(WebSocket socket, FleetMessage message, Identity own) {
        switch (message) {
            case FleetMessage.Challenge(var nonce) ->
                say(
                        socket,
                        new Hello(
                                        nonce,
                                        own.key().text(),
                                        Optional.of(own.enrolment()),
                                        own.name(),
                                        Map.of(),
                                        own.words().facts(),
                                        own.words().rungs(),
                                        own.version())
                                .signed(own.key())
                                .text());
            case FleetMessage.Welcome _ -> {
                welcome = true;
                events.joined(this);
                live(socket);
            }
            case FleetMessage.Refused(var why, var _) -> events.lost(this, why);
            case FleetMessage.Said(var channel, var line) -> answer(socket, channel, line);
            case FleetMessage.Over _ -> takeBack("over");
            case FleetMessage.Open _, FleetMessage.Alive _, FleetMessage.Hail _ -> {}
        }
    }

    private void answer(WebSocket socket, String channel, String line) {
        Json json = JsonReader.read(line);
        Report report = switch (Order.read(json)) {
            case Order.Begin _ -> new Report.Begun(Json.Obj.EMPTY);
            case Order.Plan(var name, var fault, var _, var _) ->
                new Report.Planned("a host", "simulated", List.of(fault), name, Duration.ZERO, false, List.of());
            case Order.Inject _ -> {
                injected = true;
                events.injected();
                yield new Report.Done();
            }
            case Order.Halt _ -> takeBack("halt");
            case Order.TakeBack _, Order.Settle _, Order.Bye _ -> takeBack("take-back");
            case Order.Measure _ -> new Report.Measured(new Reading(injected ? 1 : 0, "", ""));
            case Order.Judge _ -> new Report.Judged(injected, !injected);
            case Order.Alive _ -> new Report.Done();
        };
        Json number = json instanceof Json.Obj object ? object.get("number").orElse(Json.of(0)) : Json.of(0);
        say(
                socket,
                new FleetMessage.Said(
                                channel, report.json().with("number", number).compact())
                        .text());
    }

    private Report takeBack(String how) {
        if (injected) {
            injected = false;
            events.tookBack(how);
        }
        return new Report.TakenBack(List.of(), "");
    }

    /** Gives a sign of life; before it is let in no agent does. */
    void live(WebSocket socket) {
        if (welcome) {
            say(socket, new FleetMessage.Alive().text());
        }
    }

    private synchronized void say(WebSocket socket, String text) {
        sending = sending.thenCompose(_ -> socket.sendText(text, true));
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
        events.lost(this, reason);
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        events.lost(this, error.toString());
    }
}
