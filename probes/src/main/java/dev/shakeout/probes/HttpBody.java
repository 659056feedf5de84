package dev.shakeout.probes;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** An answer's body, up to a limit. */
public final class HttpBody extends OutputStream {
    /** More than that is a download, and would be at the cost of the whole run. */
    static final int MOST_BYTES = 32 << 20;

    private static final Pattern CHARSET = Pattern.compile("(?i)charset=\"?([^\";\\s]+)");

    private final int most;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

    /** @param most in bytes */
    HttpBody(int most) {
        this.most = most;
    }

    @Override
    public void write(int single) throws IOException {
        write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (kept.size() + length > most) {
            throw new IOException(
                    "the answer's body is larger than " + words(most) + "; ask an address that answers less");
        }
        kept.write(bytes, offset, length);
    }

    private static String words(int bytes) {
        return bytes < 1 << 20 ? (bytes >> 10) + " KiB" : (bytes >> 20) + " MiB";
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
