package dev.shakeout.faults.host;

import dev.shakeout.engine.Effect;
import dev.shakeout.model.Percent;
import dev.shakeout.model.Reading;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.zip.CRC32;

/**
 * Whether a service answers otherwise than before: status and content as one number, the status before the point and a
 * checksum of the content after it. A change of a request can be seen from outside by nothing else; a service that
 * answers the same whatever it is asked shows nothing.
 */
record AnswerChanged(Conversations conversations) implements Effect {
    AnswerChanged(ViaProxy.Service service, String request, Percent share) {
        this(new Conversations(
                service,
                Conversation.Kind.HTTP,
                request,
                Duration.ofSeconds(2),
                share,
                "answer",
                "",
                AnswerChanged::number,
                before -> before));
    }

    private static double number(Conversation each) {
        var checksum = new CRC32();
        checksum.update(each.content().getBytes(StandardCharsets.UTF_8));
        return each.status() + checksum.getValue() / (double) (1L << 33);
    }

    @Override
    public String what() {
        return "whether the answer is another one at " + conversations.service().host() + ":"
                + conversations.service().port();
    }

    @Override
    public Reading read() throws IOException {
        return conversations.read();
    }

    @Override
    public boolean bites(Reading before, Reading on) {
        return Math.abs(on.value() - before.value()) > 1e-9;
    }

    /** By the status alone, as the content of an honest answer may vary. */
    @Override
    public boolean gone(Reading before, Reading after) {
        return Math.abs(Math.floor(after.value()) - Math.floor(before.value())) < 1;
    }
}
