package dev.shakeout.probes.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.net.ssl.SSLSocket;

/** How requests reach an origin: straight, or through a proxy. */
public record Route(Origin origin, Optional<WebProxy> proxy) {
    /** What a connection is made to. */
    public Origin first() {
        return proxy.map(WebProxy::server).orElse(origin);
    }

    /** Whether requests name the whole address, as a proxy wants it that passes them on. */
    public boolean wholeAddress() {
        return proxy.isPresent() && !origin.tls();
    }

    /** From a connection to the first stop to one that speaks with the origin. */
    Socket follow(Socket connected) throws IOException {
        Socket socket = connected;
        if (proxy.isPresent()) {
            if (proxy.get().server().tls()) {
                socket = secured(socket, proxy.get().server());
            }
            if (origin.tls()) {
                tunnel(socket, proxy.get());
            }
        }
        return origin.tls() ? secured(socket, origin) : socket;
    }

    /** By CONNECT (RFC 9110, 9.3.6). */
    private void tunnel(Socket socket, WebProxy by) throws IOException {
        String place = origin.toString();
        var head = new StringBuilder("CONNECT " + place + " HTTP/1.1\r\nHost: " + place + "\r\n");
        by.authorization().ifPresent(words -> head.append("Proxy-Authorization: " + words + "\r\n"));
        socket.getOutputStream().write(head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
        Answer answer = new AnswerReader(socket.getInputStream()).read(false, OutputStream.nullOutputStream());
        if (answer.status() / 100 != 2) {
            throw new ConnectException("the proxy " + by.server() + " does not let it through (status "
                    + answer.status() + "); see https_proxy and no_proxy");
        }
    }

    private static Socket secured(Socket connected, Origin peer) throws IOException {
        var socket = (SSLSocket) Tls.sockets(peer.verified()).createSocket(connected, peer.host(), peer.port(), true);
        if (peer.verified()) {
            var parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
        }
        socket.startHandshake();
        return socket;
    }
}
