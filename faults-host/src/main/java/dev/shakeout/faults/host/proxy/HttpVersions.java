package dev.shakeout.faults.host.proxy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** Which version of HTTP a connection speaks is known by its first bytes; they are kept back until then. */
final class HttpVersions implements HttpTalk {
    private final Connection connection;
    private final HttpRules rules = new HttpRules();
    private final Pipe there;
    private final Pipe back;
    private final ByteArrayOutputStream asked = new ByteArrayOutputStream();
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private Optional<HttpTalk> spoken = Optional.empty();

    /** @param underWay whether its first bytes have gone by already; only HTTP/1.1 can be followed from then on */
    HttpVersions(Connection connection, Pipe there, Pipe back, boolean underWay) {
        this.connection = connection;
        this.there = there;
        this.back = back;
        if (underWay) {
            spoken = Optional.of(first());
        }
    }

    HttpRules rules() {
        return rules;
    }

    private HttpTalk first() {
        return new HttpFilter(connection, rules, there, back);
    }

    @Override
    public void feed(ByteBuffer bytes, Direction way) throws IOException {
        if (spoken.isPresent()) {
            spoken.get().feed(bytes, way);
            return;
        }
        var copy = new byte[bytes.remaining()];
        bytes.get(copy);
        (way == Direction.REQUESTS ? asked : said).writeBytes(copy);
        if (isSecond()) {
            speak(new H2Filter(connection, rules, there, back));
        } else if (!maybeSecond()) {
            speak(first());
        }
    }

    private boolean isSecond() {
        byte[] first = asked.toByteArray();
        return first.length >= H2Frame.PREFACE.length
                && Arrays.equals(first, 0, H2Frame.PREFACE.length, H2Frame.PREFACE, 0, H2Frame.PREFACE.length);
    }

    private boolean maybeSecond() {
        byte[] first = asked.toByteArray();
        if (first.length == 0) { // a server of HTTP/2 need not wait for its client to speak
            byte[] word = said.toByteArray();
            return word.length < H2Frame.HEAD || word[3] == H2Frame.SETTINGS;
        }
        return first.length < H2Frame.PREFACE.length
                && Arrays.equals(first, 0, first.length, H2Frame.PREFACE, 0, first.length);
    }

    private void speak(HttpTalk version) throws IOException {
        spoken = Optional.of(version);
        if (asked.size() > 0) {
            version.feed(ByteBuffer.wrap(asked.toByteArray()), Direction.REQUESTS);
        }
        if (said.size() > 0) {
            version.feed(ByteBuffer.wrap(said.toByteArray()), Direction.ANSWERS);
        }
        asked.reset();
        said.reset();
    }

    @Override
    public boolean ended(Direction way) throws IOException {
        if (spoken.isEmpty()) {
            speak(first());
        }
        return spoken.orElseThrow().ended(way);
    }

    @Override
    public boolean undecided() {
        return spoken.map(HttpTalk::undecided).orElse(asked.size() + said.size() > 0);
    }

    @Override
    public void giveUp() throws IOException {
        if (spoken.isEmpty()) {
            speak(first());
        }
        spoken.orElseThrow().giveUp();
    }
}
