package dev.shakeout.server.channel;

import dev.shakeout.engine.Threads;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A mail server on this host, by RFC 5321, with STARTTLS (RFC 3207) and AUTH PLAIN (RFC 4954) if it has a certificate. */
final class SmtpReceiver implements AutoCloseable {
    /** What clients said, a line each; what was said within TLS with a lock before it. */
    final List<String> said = new CopyOnWriteArrayList<>();

    final List<String> mails = new CopyOnWriteArrayList<>();
    private final ServerSocket server;
    private final Optional<SSLContext> tls;
    private final boolean fromTheFirstByte;
    volatile String answerToMail = "250 queued as 4711";

    SmtpReceiver(Optional<SSLContext> tls) throws IOException {
        this(tls, false);
    }

    SmtpReceiver(Optional<SSLContext> tls, boolean fromTheFirstByte) throws IOException {
        this.tls = tls;
        this.fromTheFirstByte = fromTheFirstByte;
        this.server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Threads.start("played mail server", this::serve);
    }

    int port() {
        return server.getLocalPort();
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                if (fromTheFirstByte) {
                    new Conversation(secured(socket), true).hold("220 mail.example.org");
                } else {
                    new Conversation(socket, false).hold("220 mail.example.org");
                }
            } catch (IOException _) {
                // the client has gone, or this server
            }
        }
    }

    private SSLSocket secured(Socket socket) throws IOException {
        var secured =
                (SSLSocket) tls.orElseThrow().getSocketFactory().createSocket(socket, null, socket.getPort(), true);
        secured.setUseClientMode(false);
        secured.startHandshake();
        return secured;
    }

    private final class Conversation {
        private final Socket socket;
        private final boolean secret;
        private final BufferedReader in;

        Conversation(Socket socket, boolean secret) throws IOException {
            this.socket = socket;
            this.secret = secret;
            this.in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        }

        void hold(String greeting) throws IOException {
            if (!greeting.isEmpty()) {
                say(greeting);
            }
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                said.add((secret ? "🔒 " : "") + line);
                String verb = line.split("[ :]", 2)[0].toUpperCase(java.util.Locale.ROOT);
                switch (verb) {
                    case "EHLO" -> say(offers());
                    case "STARTTLS" -> {
                        say("220 go ahead");
                        new Conversation(secured(socket), true).hold("");
                        return;
                    }
                    case "AUTH" -> say("235 welcome");
                    case "MAIL", "RCPT" -> say("250 fine");
                    case "DATA" -> {
                        say("354 go on");
                        mails.add(mail());
                        say(answerToMail);
                    }
                    case "QUIT" -> {
                        say("221 bye");
                        return;
                    }
                    default -> say("250 fine");
                }
            }
        }

        private String offers() {
            if (secret) {
                return "250-mail.example.org\r\n250 AUTH PLAIN";
            }
            return tls.isPresent() ? "250-mail.example.org\r\n250 STARTTLS" : "250 mail.example.org";
        }

        private String mail() throws IOException {
            var text = new StringBuilder();
            for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
                text.append(line).append('\n');
            }
            return text.toString();
        }

        private void say(String line) throws IOException {
            socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
