package dev.shakeout.faults.host.proxy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntSupplier;

/** One direction of a stream: a message that is handed on, changed or not, as soon as it is due and there is room for it. */
final class H2Way {
    private static final int OFTEN = 32 << 10;

    private enum Mode {
        PASS,
        SWALLOW,
        REPLACED,
        COLLECT
    }

    /** Who looks again when the time has come. */
    interface Clock {
        void wakeAt(long nanoTime);
    }

    private final H2Peer from;
    private final H2Peer to;
    private final Clock clock;
    private final IntSupplier opener;
    private final ArrayDeque<H2Item> queue = new ArrayDeque<>();
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private Mode mode = Mode.PASS;
    private HttpOrders orders = HttpOrders.of(List.of());
    private H2Fields collected = H2Fields.of();
    private Function<HttpHead, H2Fields> encoding = _ -> collected;
    private HttpHead changed = new HttpHead(List.of(), List.of());
    private int fromId;
    private int toId;
    private long window;
    private int unanswered;
    private int waiting;
    private int owed;
    private boolean over;
    private boolean sent;

    /** @param opener gives the stream its number on the other side when its first frame goes there */
    H2Way(H2Peer from, H2Peer to, Clock clock, IntSupplier opener) {
        this.from = from;
        this.to = to;
        this.clock = clock;
        this.opener = opener;
    }

    /** Its number on the side where it comes from. */
    void comesFrom(int stream) {
        fromId = stream;
    }

    /** Its number on the side where it goes to; it can be sent there from now on. */
    void goesTo(int stream) {
        toId = stream;
        window = to.streamWindow();
    }

    /** 0 as long as nothing of it has gone there. */
    int toId() {
        return toId;
    }

    /** Whether the sender has said all. */
    boolean over() {
        return over;
    }

    /** Whether the receiver has heard all that it will. */
    boolean sent() {
        return sent;
    }

    /** Whether nothing waits. */
    boolean idle() {
        return queue.isEmpty();
    }

    /** Whether the time of what waits has not come yet. */
    boolean held() {
        H2Item next = queue.peek();
        return next != null && next.due() - System.nanoTime() > 0;
    }

    void widen(long bytes) throws H2Error {
        window += bytes;
        if (window > Integer.MAX_VALUE) {
            throw new H2Error(H2Error.FLOW_CONTROL, "a window that cannot be");
        }
    }

    /** Bytes that wait. */
    int waiting() {
        return waiting;
    }

    private void add(H2Item item) {
        queue.add(item);
        if (item instanceof H2Item.Data data) {
            waiting += data.bytes().remaining();
        }
        if (orders.delayNanos() > 0) {
            clock.wakeAt(item.due());
        }
    }

    private long due() {
        return System.nanoTime() + orders.delayNanos();
    }

    /** A head that is followed by the real one. */
    void interim(H2Fields fields) {
        queue.add(new H2Item.Head(fields, false, System.nanoTime()));
    }

    /**
     * @param as puts a changed head into fields
     * @param bodiless whether none may follow, whatever the head says
     */
    void begin(HttpHead head, HttpOrders toDo, Function<HttpHead, H2Fields> as, boolean bodiless, boolean end) {
        orders = toDo;
        over = end;
        if (toDo.body().isPresent() && !bodiless) {
            byte[] other = toDo.body().get().getBytes(StandardCharsets.UTF_8);
            mode = Mode.REPLACED;
            add(new H2Item.Head(as.apply(head.sized(other.length)), false, due()));
            add(new H2Item.Data(ByteBuffer.wrap(other), end, false, due()));
        } else if (!toDo.patches().isEmpty() && !bodiless && !end) {
            mode = Mode.COLLECT;
            changed = head;
            encoding = as;
        } else {
            mode = Mode.PASS;
            add(new H2Item.Head(as.apply(head), end, due()));
        }
    }

    /** An answer of our own takes the place of what comes. */
    void answer(HttpChange.Answer answer, HttpOrders toDo, boolean bodiless, boolean end) {
        orders = toDo;
        over = end;
        mode = Mode.SWALLOW;
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        boolean empty = bodiless || body.length == 0;
        add(new H2Item.Head(H2Fields.answer(answer, body.length), empty, due()));
        if (!empty) {
            add(new H2Item.Data(ByteBuffer.wrap(body), true, false, due()));
        }
    }

    /** What comes is forgotten, and what waits too. */
    void swallow(boolean end) {
        queue.clear();
        waiting = 0;
        mode = Mode.SWALLOW;
        over |= end;
        sent = true;
    }

    /** @param size with padding, which counts too */
    void data(byte[] bytes, int size, boolean end) throws H2Error {
        unanswered += size;
        if (unanswered > H2Peer.WINDOW) {
            throw new H2Error(H2Error.FLOW_CONTROL, "more of a stream than was asked for");
        }
        over |= end;
        owe(size - bytes.length);
        switch (mode) {
            case PASS -> add(new H2Item.Data(ByteBuffer.wrap(bytes), end, true, due()));
            case SWALLOW -> owe(bytes.length);
            case REPLACED -> {
                owe(bytes.length);
                if (end) {
                    add(new H2Item.Data(ByteBuffer.allocate(0), true, false, due()));
                }
            }
            case COLLECT -> {
                content.writeBytes(bytes);
                owe(bytes.length);
                if (end) {
                    patch(true);
                } else if (content.size() > HttpOrders.LONGEST_PATCHED) {
                    asItWas(false);
                }
            }
        }
    }

    void trailers(H2Fields fields) {
        over = true;
        if (mode == Mode.COLLECT) {
            patch(false);
        }
        if (mode != Mode.SWALLOW) {
            add(new H2Item.Head(fields, true, due()));
        }
    }

    private void patch(boolean end) {
        Optional<byte[]> patched = orders.patched(content.toByteArray());
        if (patched.isPresent()) {
            mode = Mode.PASS;
            add(new H2Item.Head(encoding.apply(changed.sized(patched.get().length)), false, due()));
            add(new H2Item.Data(ByteBuffer.wrap(patched.get()), end, false, due()));
        } else {
            asItWas(end);
        }
    }

    private void asItWas(boolean end) {
        mode = Mode.PASS;
        add(new H2Item.Head(encoding.apply(changed), false, due()));
        add(new H2Item.Data(ByteBuffer.wrap(content.toByteArray()), end, false, due()));
        content.reset();
    }

    /** The sender gives the stream up, after what it said before. */
    void reset(int code) {
        over = true;
        add(new H2Item.Reset(code, due()));
    }

    /** Hands on one frame; false when none is due, or there is no room for one. */
    boolean step() throws H2Error {
        H2Item next = queue.peek();
        if (next == null || next.due() - System.nanoTime() > 0) {
            return false;
        }
        if (toId == 0) {
            goesTo(opener.getAsInt());
        }
        switch (next) {
            case H2Item.Head(var fields, var end, var _) -> {
                to.headers(toId, fields, end);
                sent |= end;
                queue.remove();
            }
            case H2Item.Data data -> {
                return send(data);
            }
            case H2Item.Reset(var code, var _) -> {
                to.reset(toId, code);
                queue.clear();
                waiting = 0;
                sent = true;
            }
        }
        return true;
    }

    private boolean send(H2Item.Data data) {
        ByteBuffer bytes = data.bytes();
        int count = (int) Math.min(Math.min(bytes.remaining(), H2Frame.LONGEST), Math.min(window, to.window()));
        if (count <= 0 && bytes.hasRemaining()) {
            return false;
        }
        var part = new byte[Math.max(0, count)];
        bytes.get(part);
        boolean last = !bytes.hasRemaining();
        window -= part.length;
        waiting -= part.length;
        to.data(toId, part, data.end() && last);
        if (data.owed()) {
            owe(part.length);
        }
        if (last) {
            sent |= data.end();
            queue.remove();
        }
        return true;
    }

    private void owe(int bytes) {
        owed += bytes;
        if (owed >= OFTEN && !over && fromId > 0) {
            from.send(H2Frame.number(H2Frame.WINDOW_UPDATE, fromId, owed));
            unanswered -= owed;
            owed = 0;
        }
    }
}
