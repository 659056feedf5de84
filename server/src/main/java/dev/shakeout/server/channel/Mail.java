package dev.shakeout.server.channel;

import dev.shakeout.engine.Threads;
import jakarta.mail.Authenticator;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/** Hands mail to a mail server, by Eclipse Angus Mail; apart, as its libraries are loaded only for the first one. */
final class Mail {
    /** Of the whole conversation, however slowly the server goes on. */
    private static final long LONGEST_SECONDS = 30;

    private Mail() {}

    static Sent send(Notice notice, List<String> to, String from, Smtp server, Outgoing out) {
        try (Socket connected = out.connect(server.host(), server.port());
                Socket socket = server.tls() ? secured(connected, server, out) : connected) {
            CompletableFuture.delayedExecutor(
                            LONGEST_SECONDS, TimeUnit.SECONDS, work -> Threads.start("mail limit", work))
                    .execute(() -> close(socket));
            Session session = session(server, out);
            Message message = message(notice, to, from, session);
            try (var transport = (SMTPTransport) session.getTransport("smtp")) {
                transport.connect(socket);
                transport.sendMessage(message, message.getAllRecipients());
                return new Sent.Delivered(transport.getLastServerResponse().strip(), Optional.empty());
            }
        } catch (AddressGuard.Refused e) {
            return new Sent.Failed(String.valueOf(e.getMessage()), true);
        } catch (IOException | MessagingException e) {
            return new Sent.Failed("the mail server did not take it: " + words(e), false);
        }
    }

    private static String words(Exception failure) {
        String cause = failure.getCause() == null ? "" : " (" + failure.getCause() + ")";
        return failure + cause;
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException _) {
            // it was closed before
        }
    }

    private static Socket secured(Socket connected, Smtp server, Outgoing out) throws IOException {
        var socket = (SSLSocket) out.tls().get().createSocket(connected, server.host(), server.port(), true);
        var parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS"); // the rules of names are those of RFC 2818 (RFC 7817)
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private static Session session(Smtp server, Outgoing out) {
        var properties = new Properties();
        properties.put("mail.smtp.ssl.socketFactory", out.tls().get());
        properties.put("mail.smtp.ssl.checkserveridentity", "true");
        properties.put("mail.smtp.starttls.enable", Boolean.toString(!server.tls()));
        properties.put(
                "mail.smtp.starttls.required",
                Boolean.toString(!server.tls() && server.login().isPresent()));
        properties.put("mail.smtp.auth", Boolean.toString(server.login().isPresent()));
        properties.put("mail.smtp.localhost", "shakeout");
        server.login().ifPresent(login -> properties.put("mail.smtp.user", login.user()));
        return Session.getInstance(properties, new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
                return server.login()
                        .map(login -> new PasswordAuthentication(login.user(), login.password()))
                        .orElseGet(() -> new PasswordAuthentication("", ""));
            }
        });
    }

    private static MimeMessage message(Notice notice, List<String> to, String from, Session session)
            throws MessagingException {
        String host = from.substring(from.indexOf('@') + 1);
        var message = new MimeMessage(session) {
            @Override // so that it is the same however often it is sent
            protected void updateMessageID() throws MessagingException {
                setHeader("Message-ID", "<" + notice.id() + "@" + host + ">");
            }
        };
        message.setFrom(new InternetAddress(from, true));
        for (String each : to) {
            message.addRecipient(Message.RecipientType.TO, new InternetAddress(each, true));
        }
        message.setSubject("Shakeout: " + notice.words().replaceAll("\\p{Cntrl}", " "), StandardCharsets.UTF_8.name());
        message.setSentDate(Date.from(notice.at()));
        message.setHeader("Auto-Submitted", "auto-generated"); // RFC 3834: nobody's out of office answers
        message.setHeader("References", "<" + thread(notice) + "@" + host + ">");
        message.setText(text(notice), StandardCharsets.UTF_8.name());
        return message;
    }

    /** So that what is about one run is shown together. */
    private static String thread(Notice notice) {
        return notice.thread().replaceAll("[^A-Za-z0-9.-]", "-");
    }

    private static String text(Notice notice) {
        var lines = new ArrayList<String>();
        lines.add(notice.words() + ".");
        lines.add("");
        notice.rows().forEach((name, value) -> lines.add(name + ": " + value));
        return String.join("\r\n", lines) + "\r\n";
    }
}
