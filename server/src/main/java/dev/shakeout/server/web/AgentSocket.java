package dev.shakeout.server.web;

import dev.shakeout.server.fleet.AgentConnection;
import dev.shakeout.server.fleet.Fleet;
import io.helidon.common.buffers.BufferData;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.websocket.WsListener;
import io.helidon.websocket.WsSession;
import java.util.Optional;
import java.util.function.Consumer;

/** Between Helidon and one connection of an agent. What is too long, too much or no text at all is not taken. */
final class AgentSocket implements WsListener {
    /** Beside the endpoints, as it is spoken to in another way. */
    static final String PATH = Endpoints.API + "/fleet";

    /** What an agent says of itself is the longest, with a hundred faults and their rungs. */
    static final int LONGEST = 256 * 1024;

    private static final int POLICY_VIOLATION = 1008;
    /** Of a run there are reports on each sign of life, and on each look at an effect. */
    private static final double TEXTS_PER_SECOND = 100;

    private static final int TEXTS_AT_ONCE = 500;

    private final Fleet fleet;
    private final Consumer<String> trouble;
    private final Throttle throttle = new Throttle(TEXTS_PER_SECOND, TEXTS_AT_ONCE, System::nanoTime);
    private final StringBuilder begun = new StringBuilder();
    private Optional<AgentConnection> connection = Optional.empty();

    AgentSocket(Fleet fleet, Consumer<String> trouble) {
        this.fleet = fleet;
        this.trouble = trouble;
    }

    /**
     * Written to by the thread that reads, and by whoever ends it.
     *
     * @param reader Helidon's thread for this connection alone: it tells nobody of a socket that was simply closed, but ends
     */
    private record Session(WsSession session, Thread reader) implements AgentConnection.Wire {
        @Override
        public synchronized void send(String text) {
            session.send(text, true);
        }

        @Override
        public synchronized void close(String why) {
            session.close(POLICY_VIOLATION, why);
            if (session instanceof ServerConnection connection) {
                connection.close(false); // once what it is at is done
            }
        }

        @Override
        public void drop() {
            if (session instanceof ServerConnection connection) {
                connection.close(true);
            }
        }

        @Override
        public boolean open() {
            return reader.isAlive();
        }
    }

    @Override
    public void onOpen(WsSession session) {
        connection = Optional.of(fleet.open(new Session(session, Thread.currentThread())));
    }

    @Override
    public void onMessage(WsSession session, String text, boolean last) {
        begun.append(text);
        if (begun.length() > LONGEST) {
            cut("this is more than an agent says at once");
        } else if (throttle.count("").isPresent()) {
            cut("no agent says so much");
        } else if (last) {
            String whole = begun.toString();
            begun.setLength(0);
            hear(whole);
        }
    }

    private void hear(String text) {
        try {
            connection.ifPresent(each -> each.hear(text));
        } catch (RuntimeException e) {
            trouble.accept("an agent is cut off: " + e);
            cut("an error of the server's own; try again later");
        }
    }

    @Override
    public void onPing(WsSession session, BufferData bytes) {
        cut("no agent pings; its own signs of life do");
    }

    @Override
    public void onMessage(WsSession session, BufferData bytes, boolean last) {
        cut("no agent says anything but texts");
    }

    private void cut(String why) {
        begun.setLength(0);
        connection.ifPresent(each -> each.cut(why));
    }

    @Override
    public void onClose(WsSession session, int status, String reason) {
        connection.ifPresent(fleet::ended);
    }

    @Override
    public void onError(WsSession session, Throwable error) {
        connection.ifPresent(fleet::ended);
    }
}
