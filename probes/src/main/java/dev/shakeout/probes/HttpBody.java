package dev.shakeout.probes;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** An answer's body, up to 32 MiB: more than that is a download, and would be at the cost of the whole run. */
public final class HttpBody extends OutputStream {
    static final int MOST_BYTES = 32 << 20;
    private static final Pattern CHARSET = Pattern.compile("(?i)charset=\"?([^\";\\s]+)");

    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

    @Override
    public void write(int single) throws IOException {
        write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (kept.size() + length > MOST_BYTES) {
            throw new IOException("the answer's body is larger than 32 MiB; ask an address that answers less");
        }
        kept.write(bytes, offset, length);
    }

    /** In the character set that the header Content-Type names; UTF-8 without one. */
    public String text(String contentType) {
        var match = CHARSET.matcher(contentType);
        try {
            return kept.toString(match.find() ? Charset.forName(match.group(1)) : StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return kept.toString(StandardCharsets.UTF_8);
        }
    }
}
