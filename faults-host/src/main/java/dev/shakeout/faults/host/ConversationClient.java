package dev.shakeout.faults.host;

import dev.shakeout.faults.host.Conversation.Kind;
import dev.shakeout.faults.host.proxy.H2Exchange;
import dev.shakeout.faults.host.proxy.TlsIdentity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * Has one conversation each time it is called.
 *
 * @param tls when it is to be encrypted, which knows whom to trust
 * @param second whether to speak HTTP/2 without being asked to; in TLS the service chooses
 */
record ConversationClient(
        InetSocketAddress address,
        Kind kind,
        int limitMillis,
        String request,
        Optional<TlsIdentity> tls,
        boolean second)
        implements Callable<Conversation> {
    private static final String SECOND = "h2";

    @Override
    public Conversation call() {
        return converse(new Heard());
    }

    private Conversation converse(Heard heard) {
        long begin = System.nanoTime();
        Exchange.Outcome outcome = outcome(heard);
        return new Conversation(
                outcome,
                (System.nanoTime() - begin) / 1e6,
                heard.bytes,
                heard.pieces,
                heard.first.toString(StandardCharsets.ISO_8859_1));
    }

    /** Speaks HTTP/2 from now on if the service speaks that and nothing else. */
    ConversationClient settled() {
        Conversation first = call();
        if (kind != Kind.HTTP || tls.isPresent() || first.answer().startsWith("HTTP/1")) {
            return this;
        }
        var other = new ConversationClient(address, kind, limitMillis, request, tls, true);
        var heard = new Heard();
        other.converse(heard);
        return heard.second ? other : this;
    }

    /** Why the service is not the one that is trusted, if it is not. */
    Optional<String> stranger() {
        if (tls.isEmpty()) {
            return Optional.empty();
        }
        try (var socket = new Socket()) {
            socket.connect(address, limitMillis);
            socket.setSoTimeout(limitMillis);
            encrypted(socket, tls.get()).close();
            return Optional.empty();
        } catch (SSLException e) {
            return Optional.of("TLS with the service failed: " + e.getMessage());
        } catch (IOException _) {
            return Optional.empty(); // which is for the conversations to tell
        }
    }

    private SSLSocket encrypted(Socket socket, TlsIdentity identity) throws IOException {
        var factory = identity.asClient().getSocketFactory();
        var encrypted = (SSLSocket) factory.createSocket(socket, address.getHostString(), address.getPort(), true);
        SSLParameters parameters = encrypted.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {SECOND, "http/1.1"});
        encrypted.setSSLParameters(parameters);
        encrypted.startHandshake();
        return encrypted;
    }

    private Exchange.Outcome outcome(Heard heard) {
        try (var socket = new Socket()) {
            try {
                socket.connect(address, limitMillis);
            } catch (ConnectException e) {
                boolean refused = String.valueOf(e.getMessage()).contains("refused");
                return refused ? Exchange.Outcome.REFUSED : Exchange.Outcome.UNREACHABLE;
            } catch (IOException _) {
                return Exchange.Outcome.UNREACHABLE;
            }
            socket.setSoTimeout(limitMillis);
            if (tls.isPresent()) {
                SSLSocket encrypted = encrypted(socket, tls.get());
                talk(encrypted, SECOND.equals(encrypted.getApplicationProtocol()), heard);
            } else {
                talk(socket, second, heard);
            }
            return Exchange.Outcome.ANSWERED;
        } catch (SocketTimeoutException _) {
            return Exchange.Outcome.SILENT;
        } catch (IOException _) {
            return Exchange.Outcome.RESET;
        }
    }

    private void talk(Socket socket, boolean inSecond, Heard heard) throws IOException {
        if (inSecond) {
            var exchange = new H2Exchange(socket.getInputStream(), socket.getOutputStream());
            try {
                heard.add(exchange.ask(request, tls.isPresent() ? "https" : "http"));
            } finally {
                heard.second = exchange.spoken();
            }
            return;
        }
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        if (kind == Kind.EMPTY || kind == Kind.ASK) {
            socket.shutdownOutput();
        }
        heard.all(socket);
    }

    private static final class Heard {
        private static final int LONGEST_ANSWER = 16 << 10;

        private final ByteArrayOutputStream first = new ByteArrayOutputStream();
        private long bytes;
        private int pieces;
        private boolean second;

        void all(Socket socket) throws IOException {
            var in = socket.getInputStream();
            var buffer = new byte[64 << 10];
            for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
                add(Arrays.copyOf(buffer, n));
            }
        }

        void add(byte[] piece) {
            bytes += piece.length;
            pieces++;
            first.write(piece, 0, Math.min(piece.length, LONGEST_ANSWER - first.size()));
        }
    }
}
