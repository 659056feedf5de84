package dev.shakeout.faults.host.proxy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds the messages in one direction of a connection, in whatever pieces they come. */
final class HttpFramer {
    private static final int LONGEST_HEAD = 64 << 10;

    /** What has begun like this may still become a first line; nothing else may. */
    private static final Pattern MAYBE_REQUEST = Pattern.compile(
            "[A-Za-z-]{1,20}( ([^ \r\n]*( (H|HT|HTT|HTTP|HTTP/|HTTP/1|HTTP/1\\.|HTTP/1\\.[01]\r?)?)?)?)?");

    private static final Pattern REQUEST = Pattern.compile("[A-Za-z-]{1,20} [^ \r\n]+ HTTP/1\\.[01]\r?\n");
    private static final String ANSWER = "HTTP/1.";

    /** Who is told. */
    interface Reader {
        /** How the body ends; empty when nothing can be made of it, and all that follows passes as it is. */
        Optional<HttpHead.Body> head(HttpHead head, byte[] raw) throws IOException;

        /** @param content whether it is part of the content, not of what frames it */
        void body(ByteBuffer bytes, boolean content) throws IOException;

        void end() throws IOException;

        /** Bytes of no message; it is asked no more. */
        void opaque(ByteBuffer bytes) throws IOException;
    }

    private enum State {
        HEAD,
        COUNTED,
        CHUNK_LINE,
        CHUNK,
        CHUNK_END,
        TRAILER,
        UNTIL_CLOSE,
        OPAQUE
    }

    private final Reader reader;
    private final boolean requests;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private State state = State.HEAD;
    private long left;

    HttpFramer(Reader reader, boolean requests) {
        this.reader = reader;
        this.requests = requests;
    }

    /** Whether a first line has begun that may turn out to be none. */
    boolean undecided() {
        return state == State.HEAD && line.size() > 0;
    }

    boolean betweenMessages() {
        return state == State.HEAD && line.size() == 0;
    }

    void feed(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            switch (state) {
                case HEAD -> head(bytes);
                case COUNTED, CHUNK -> counted(bytes);
                case CHUNK_LINE -> chunkLine(bytes);
                case CHUNK_END -> chunkEnd(bytes);
                case TRAILER -> trailer(bytes);
                case UNTIL_CLOSE -> reader.body(all(bytes), true);
                case OPAQUE -> reader.opaque(all(bytes));
            }
        }
    }

    /** Nothing more comes. */
    void ended() throws IOException {
        if (state == State.UNTIL_CLOSE) {
            state = State.HEAD;
            reader.end();
        } else if (undecided()) {
            giveUp();
        }
    }

    /** From now on all passes as it is. */
    void giveUp() throws IOException {
        State was = state;
        state = State.OPAQUE;
        if (was == State.HEAD && line.size() > 0) {
            reader.opaque(ByteBuffer.wrap(line.toByteArray()));
            line.reset();
        }
    }

    private static ByteBuffer all(ByteBuffer bytes) {
        ByteBuffer all = bytes.slice();
        bytes.position(bytes.limit());
        return all;
    }

    private void head(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            byte next = bytes.get();
            boolean blank = line.size() == 0 && requests && (next == '\r' || next == '\n');
            line.write(next);
            if (blank) { // an empty line before a request is to be ignored, says RFC 9112
                reader.body(ByteBuffer.wrap(line.toByteArray()), false);
                line.reset();
            } else if (next == '\n' && headIsWhole()) {
                take();
                return;
            }
        }
        if (line.size() > 0 && !possible()) {
            giveUp();
        }
    }

    private String text() {
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    private boolean headIsWhole() {
        String text = text();
        return text.endsWith("\r\n\r\n") || text.endsWith("\n\n");
    }

    private boolean possible() {
        if (line.size() > LONGEST_HEAD) {
            return false;
        }
        String text = text();
        if (!requests) {
            return text.length() < ANSWER.length() ? ANSWER.startsWith(text) : text.startsWith(ANSWER);
        }
        int newline = text.indexOf('\n');
        return newline < 0
                ? MAYBE_REQUEST.matcher(text).matches()
                : REQUEST.matcher(text.substring(0, newline + 1)).matches();
    }

    private void take() throws IOException {
        if (!possible()) {
            giveUp();
            return;
        }
        byte[] raw = line.toByteArray();
        String text = text();
        line.reset();
        Optional<HttpHead.Body> body = reader.head(HttpHead.parse(text), raw);
        if (state == State.OPAQUE) {
            return; // who was told wants no more
        }
        if (body.isEmpty()) {
            giveUp();
            return;
        }
        switch (body.get()) {
            case HttpHead.Body.Of(long length) -> {
                left = length;
                state = State.COUNTED;
                endIfAllIsThere();
            }
            case HttpHead.Body.Chunked() -> state = State.CHUNK_LINE;
            case HttpHead.Body.UntilClose() -> state = State.UNTIL_CLOSE;
        }
    }

    private void endIfAllIsThere() throws IOException {
        if (left > 0) {
            return;
        }
        if (state == State.CHUNK) {
            state = State.CHUNK_END;
        } else {
            state = State.HEAD;
            reader.end();
        }
    }

    private void counted(ByteBuffer bytes) throws IOException {
        int count = (int) Math.min(left, bytes.remaining());
        ByteBuffer part = bytes.slice(bytes.position(), count);
        bytes.position(bytes.position() + count);
        left -= count;
        reader.body(part, true);
        endIfAllIsThere();
    }

    /** The next whole line, framing included; empty while it is not whole. */
    private Optional<String> line(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            byte next = bytes.get();
            line.write(next);
            if (next == '\n') {
                String text = text();
                reader.body(ByteBuffer.wrap(line.toByteArray()), false);
                line.reset();
                return Optional.of(text.strip());
            }
        }
        return Optional.empty();
    }

    private void chunkLine(ByteBuffer bytes) throws IOException {
        Optional<String> size = line(bytes).map(text -> text.replaceFirst("\\s*;.*", ""));
        if (size.isEmpty()) {
            return;
        }
        if (!size.get().matches("[0-9a-fA-F]{1,15}")) {
            state = State.OPAQUE;
            return;
        }
        left = Long.parseLong(size.get(), 16);
        state = left == 0 ? State.TRAILER : State.CHUNK;
    }

    private void chunkEnd(ByteBuffer bytes) throws IOException {
        if (line(bytes).isPresent()) {
            state = State.CHUNK_LINE;
        }
    }

    private void trailer(ByteBuffer bytes) throws IOException {
        Optional<String> text = line(bytes);
        if (text.isPresent() && text.get().isEmpty()) {
            state = State.HEAD;
            reader.end();
        }
    }
}
