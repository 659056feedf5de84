package dev.shakeout.conformance.web;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** An answer, written to the wire letter by letter: no header is added but the length and the end of the connection. */
record Answer(int status, List<String> headers, byte[] body) {
    static Answer of(int status, String contentType, String body) {
        return new Answer(status, List.of("Content-Type: " + contentType), body.getBytes(StandardCharsets.UTF_8));
    }

    static Answer json(String body) {
        return of(200, "application/json", body);
    }

    Answer with(String header) {
        var more = new ArrayList<>(headers);
        more.add(header);
        return new Answer(status, List.copyOf(more), body);
    }

    byte[] wire() {
        var head = new StringBuilder("HTTP/1.1 " + status + " Whatever\r\n");
        headers.forEach(header -> head.append(header).append("\r\n"));
        if (status != 204) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        head.append("Connection: close\r\n\r\n");
        var wire = new ByteArrayOutputStream();
        wire.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        wire.writeBytes(body);
        return wire.toByteArray();
    }
}
