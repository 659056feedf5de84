package dev.shakeout.probes.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Reads HTTP/1.x answers from one connection (RFC 9112). */
final class AnswerReader {
    private static final int MOST_HEAD_BYTES = 64 * 1024;

    private final InputStream in;
    private final byte[] buffer = new byte[4096];
    private int next;
    private int end;
    private int headBytes;

    AnswerReader(InputStream in) {
        this.in = in;
    }

    /** Reads one answer whole; its body goes into the sink. */
    Answer read(boolean withBody, OutputStream sink) throws IOException {
        awaitFirstByte();
        String statusLine;
        int status;
        Map<String, String> headers;
        do {
            headBytes = 0;
            statusLine = line();
            status = status(statusLine);
            headers = headers();
        } while (status < 200 && status != 101);
        boolean bodiless = !withBody || status == 204 || status == 304 || status == 101;
        boolean delimited = bodiless || body(headers, sink);
        return new Answer(status, headers, delimited && status != 101 && keptAlive(statusLine, headers));
    }

    /** Whether all that was read from the connection belonged to an answer. */
    boolean empty() {
        return next == end;
    }

    private void awaitFirstByte() throws IOException {
        try {
            if (next == end && !fill()) {
                throw new Unanswered();
            }
        } catch (java.net.SocketException e) {
            throw new Unanswered("the connection was lost before an answer: " + e.getMessage(), e);
        }
    }

    private static int status(String line) throws ProtocolException {
        try {
            if (line.startsWith("HTTP/1.") && line.length() >= 12 && line.charAt(8) == ' ') {
                return Integer.parseInt(line, 9, 12, 10);
            }
        } catch (NumberFormatException _) {
            // falls through to the message for every bad form
        }
        throw new ProtocolException(
                "the answer is not HTTP/1.x: '" + line.substring(0, Math.min(40, line.length())) + "'");
    }

    private Map<String, String> headers() throws IOException {
        var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.merge(
                        line.substring(0, colon).strip(),
                        line.substring(colon + 1).strip(),
                        (first, more) -> first + ", " + more);
            }
        }
        return headers;
    }

    private static boolean keptAlive(String statusLine, Map<String, String> headers) {
        String connection = headers.getOrDefault("Connection", "");
        return statusLine.startsWith("HTTP/1.0")
                ? connection.equalsIgnoreCase("keep-alive")
                : !connection.equalsIgnoreCase("close");
    }

    /** @return whether the body's end was marked by other than the end of the connection */
    private boolean body(Map<String, String> headers, OutputStream sink) throws IOException {
        if (headers.getOrDefault("Transfer-Encoding", "")
                .toLowerCase(java.util.Locale.ROOT)
                .endsWith("chunked")) {
            chunks(sink);
            return true;
        }
        String length = headers.get("Content-Length");
        if (length != null) {
            copy(number(length, 10), sink);
            return true;
        }
        do {
            sink.write(buffer, next, end - next);
            next = end;
        } while (fill());
        return false;
    }

    private void chunks(OutputStream sink) throws IOException {
        while (true) {
            headBytes = 0;
            String line = line();
            int extension = line.indexOf(';');
            long size = number(extension < 0 ? line : line.substring(0, extension), 16);
            if (size == 0) {
                while (!line().isEmpty()) {
                    // trailers are of no use here
                }
                return;
            }
            copy(size, sink);
            if (!line().isEmpty()) {
                throw new ProtocolException("a chunk of the answer is longer than it says");
            }
        }
    }

    private static long number(String text, int radix) throws ProtocolException {
        try {
            long value = Long.parseLong(text.strip(), radix);
            if (value >= 0) {
                return value;
            }
        } catch (NumberFormatException _) {
            // falls through to the message for every bad form
        }
        throw new ProtocolException("the answer's length is no number: '" + text + "'");
    }

    private void copy(long size, OutputStream sink) throws IOException {
        for (long left = size; left > 0; ) {
            require();
            int part = (int) Math.min(left, end - next);
            sink.write(buffer, next, part);
            next += part;
            left -= part;
        }
    }

    private String line() throws IOException {
        var line = new StringBuilder(64);
        while (true) {
            require();
            int from = next;
            while (next < end && buffer[next] != '\n') {
                next++;
            }
            line.append(new String(buffer, from, next - from, StandardCharsets.ISO_8859_1));
            headBytes += next - from;
            if (headBytes > MOST_HEAD_BYTES) {
                throw new ProtocolException("the answer's head is longer than 64 KiB");
            }
            if (next < end) {
                next++;
                int length = line.length();
                return length > 0 && line.charAt(length - 1) == '\r' ? line.substring(0, length - 1) : line.toString();
            }
        }
    }

    private void require() throws IOException {
        if (next == end && !fill()) {
            throw new EOFException("the server closed the connection in the middle of its answer");
        }
    }

    private boolean fill() throws IOException {
        next = 0;
        end = Math.max(0, in.read(buffer));
        return end > 0;
    }
}
