package dev.shakeout.faults.host.proxy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Hands the messages of one direction on, changed or not, to the pipe that sends them. */
final class HttpMessages {
    /** A longer body is not patched, as it would have to be kept until its end. */
    private static final int LONGEST_PATCHED = 4 << 20;

    private enum Mode {
        PASS,
        SWALLOW,
        COLLECT
    }

    private final Pipe pipe;
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private final ByteArrayOutputStream raw = new ByteArrayOutputStream();
    private final List<HttpChange.Rewrite> patches = new ArrayList<>();
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
    void begin(HttpHead head, byte[] asItCame, HttpHead changed, List<HttpChange> changes, boolean bodiless) {
        extraNanos = 0;
        patches.clear();
        Optional<String> body = Optional.empty();
        for (HttpChange change : changes) {
            switch (change) {
                case HttpChange.Delay(var delay) -> extraNanos += delay.toNanos();
                case HttpChange.Rewrite rewrite -> {
                    body = rewrite.body().or(bodyOf(body));
                    if (rewrite.patch().isPresent()) {
                        patches.add(rewrite);
                    }
                }
                case HttpChange.Abort _, HttpChange.Answer _ -> {} // nothing is left to send then
            }
        }
        if (body.isPresent() && !bodiless) {
            byte[] other = body.get().getBytes(StandardCharsets.UTF_8);
            send(changed.sized(other.length).bytes());
            send(other);
            mode = Mode.SWALLOW;
        } else if (!patches.isEmpty() && !bodiless) {
            mode = Mode.COLLECT;
            collected = changed;
            content.reset();
            raw.reset();
        } else {
            mode = Mode.PASS;
            send(changed.equals(head) ? asItCame : changed.bytes());
        }
    }

    private static java.util.function.Supplier<Optional<String>> bodyOf(Optional<String> body) {
        return () -> body;
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
        if (raw.size() > LONGEST_PATCHED) {
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
            byte[] body = content.toByteArray();
            boolean any = false;
            for (HttpChange.Rewrite rewrite : patches) {
                Optional<byte[]> next =
                        HttpRewriting.patched(body, rewrite.patch().orElseThrow());
                any |= next.isPresent();
                body = next.orElse(body);
            }
            if (any) {
                send(collected.sized(body.length).bytes());
                send(body);
            } else {
                asItWas();
            }
        }
        mode = Mode.PASS;
        extraNanos = 0;
    }
}
