package dev.shakeout.probes.wire;

import dev.shakeout.model.BadValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** An HTTP/1.1 request, ready to be written. */
public final class Request {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

    private final byte[] bytes;
    private final boolean answersBody;

    private Request(byte[] bytes, boolean answersBody) {
        this.bytes = bytes;
        this.answersBody = answersBody;
    }

    /**
     * @param method in capitals
     * @param headers win over those that are added: Host, User-Agent, Accept and Content-Length
     * @throws BadValue when a header would break out of its line
     */
    public static Request of(String method, URI uri, Map<String, String> headers, byte[] body) {
        return of(method, uri, headers, body, "");
    }

    /** The same by a route: a proxy that passes it on is told the whole address, and who asks. */
    public static Request of(String method, URI uri, Map<String, String> headers, byte[] body, Route route) {
        if (!route.wholeAddress()) {
            return of(method, uri, headers, body);
        }
        var all = new TreeMap<String, String>(headers);
        route.proxy().flatMap(WebProxy::authorization).ifPresent(words -> all.put("Proxy-Authorization", words));
        return of(method, uri, all, body, "http://" + route.origin().hostHeader());
    }

    private static Request of(String method, URI uri, Map<String, String> headers, byte[] body, String before) {
        var all = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        all.put("Host", Origin.of(uri, true).hostHeader());
        all.put("User-Agent", "shakeout");
        all.put("Accept", "*/*");
        if (body.length > 0 || method.startsWith("P")) {
            all.put("Content-Length", Integer.toString(body.length));
        }
        check(headers);
        all.putAll(headers);
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        var head = new StringBuilder(method).append(' ').append(before).append(path);
        if (uri.getRawQuery() != null) {
            head.append('?').append(uri.getRawQuery());
        }
        head.append(" HTTP/1.1\r\n");
        all.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(body);
        return new Request(bytes.toByteArray(), !method.equals("HEAD"));
    }

    void writeTo(OutputStream out) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /** False for HEAD, whose answer has no body whatever its headers say. */
    boolean answersBody() {
        return answersBody;
    }

    /** @throws BadValue when a name is no header's name, or a value holds a line break */
    public static void check(Map<String, String> headers) {
        headers.forEach((name, value) -> {
            if (!NAME.matcher(name).matches()) {
                throw new BadValue("'" + name + "' cannot be the name of a header");
            }
            if (value.indexOf('\r') >= 0 || value.indexOf('\n') >= 0) {
                throw new BadValue("header '" + name + "' holds a line break; put its value on one line");
            }
        });
    }
}
