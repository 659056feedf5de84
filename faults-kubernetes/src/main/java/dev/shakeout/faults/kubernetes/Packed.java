package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.JsonReader;
import dev.shakeout.engine.Omitted;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;

/**
 * A long answer as it came over the wire, so that it takes little memory and less time: to decipher what is not packed takes a
 * JVM longer than to unpack and read what is.
 */
final class Packed {
    private final int status;
    private final byte[] bytes;
    private final boolean zipped;

    private Packed(int status, byte[] bytes, boolean zipped) {
        this.status = status;
        this.bytes = bytes;
        this.zipped = zipped;
    }

    static Packed of(HttpResponse<byte[]> answer) {
        byte[] body = answer.body() == null ? new byte[0] : answer.body();
        return new Packed(answer.code(), body, "gzip".equals(answer.header("Content-Encoding")));
    }

    int status() {
        return status;
    }

    boolean ok() {
        return status / 100 == 2;
    }

    /** Its first bytes as text; fewer if there are no more. */
    String head(int length) throws IOException {
        try (InputStream text = open()) {
            return new String(text.readNBytes(length), StandardCharsets.UTF_8);
        }
    }

    private InputStream open() throws IOException {
        var packed = new ByteArrayInputStream(bytes);
        return zipped ? new GZIPInputStream(packed, 1 << 14) : packed;
    }

    /** @throws IOException it is no object, but a refusal */
    Json.Obj object(String path, Cluster cluster, Omitted omitted) throws IOException {
        if (!ok()) {
            String words = head(Integer.MAX_VALUE);
            throw new IOException(cluster.refusal("read " + path, new Cluster.Answer(status, words)));
        }
        return cluster.object(path, () -> {
            try {
                return JsonReader.read(open(), omitted);
            } catch (IOException e) {
                throw new BadValue("it cannot be unpacked: " + e.getMessage());
            }
        });
    }
}
