package dev.shakeout.faults.host.proxy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Hands the messages of one direction on, changed or not, to the pipe that sends them. */
final class HttpMessages {
    private enum Mode {
        PASS,
        SWALLOW,
        COLLECT
    }

    private final Pipe pipe;
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private final ByteArrayOutputStream raw = new ByteArrayOutputStream();
    private HttpOrders orders = HttpOrders.of(List.of());
    private Mode mode = Mode.PASS;
    private long extraNanos;
    private HttpHead collected = new HttpHead(List.of(), List.of());

    HttpMessages(Pipe pipe) {
        this.pipe = pipe;
    }

    void send(byte[] bytes) {
        send(ByteBuffer.wrap(bytes));
    }

    void send(ByteBuffer bytes) {
        pipe.offer(bytes, extraNanos);
    }

    /** It does not go on at all. */
    void swallow() {
        mode = Mode.SWALLOW;
    }

    /**
     * @param head as it came
     * @param changed by what has to be done to heads
     * @param bodiless whether none may follow, whatever the head says
     */
    void begin(HttpHead head, byte[] asItCame, HttpHead changed, HttpOrders toDo, boolean bodiless) {
        orders = toDo;
        extraNanos = toDo.delayNanos();
        if (toDo.body().isPresent() && !bodiless) {
            byte[] other = toDo.body().get().getBytes(StandardCharsets.UTF_8);
            send(changed.sized(other.length).bytes());
            send(other);
            mode = Mode.SWALLOW;
        } else if (!toDo.patches().isEmpty() && !bodiless) {
            mode = Mode.COLLECT;
            collected = changed;
            content.reset();
            raw.reset();
        } else {
            mode = Mode.PASS;
            send(changed.equals(head) ? asItCame : changed.bytes());
        }
    }

    void body(ByteBuffer bytes, boolean isContent) {
        switch (mode) {
            case PASS -> send(bytes);
            case SWALLOW -> {}
            case COLLECT -> collect(bytes, isContent);
        }
    }

    private void collect(ByteBuffer bytes, boolean isContent) {
        var copy = new byte[bytes.remaining()];
        bytes.get(copy);
        raw.writeBytes(copy);
        if (isContent) {
            content.writeBytes(copy);
        }
        if (raw.size() > HttpOrders.LONGEST_PATCHED) {
            asItWas();
        }
    }

    private void asItWas() {
        send(collected.bytes());
        send(raw.toByteArray());
        mode = Mode.PASS;
    }

    void end() throws IOException {
        if (mode == Mode.COLLECT) {
            Optional<byte[]> body = orders.patched(content.toByteArray());
            if (body.isPresent()) {
                send(collected.sized(body.get().length).bytes());
                send(body.get());
            } else {
                asItWas();
            }
        }
        mode = Mode.PASS;
        extraNanos = 0;
    }
}
