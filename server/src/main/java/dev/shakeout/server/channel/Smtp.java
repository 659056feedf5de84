package dev.shakeout.server.channel;

import dev.shakeout.model.BadValue;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * A mail server.
 *
 * @param tls from the first byte, as RFC 8314 has it; else STARTTLS (RFC 3207) where the server offers it, and with a password always
 * @param from whose mail it is
 */
public record Smtp(String host, int port, boolean tls, Optional<Login> login, String from) {
    private static final int SUBMISSION = 587;
    private static final int SUBMISSIONS = 465;
    private static final String FROM = "from=";

    /** By which it is used. */
    public record Login(String user, String password) {
        /** Never in a log. */
        @Override
        public String toString() {
            return user;
        }
    }

    /**
     * Reads smtp://USER:PASSWORD@HOST:PORT?from=ADDRESS, of which only the host is needed; smtps:// for TLS from the first byte.
     *
     * @throws BadValue it is no such thing; the message does not repeat it, as there may be a password in it
     */
    public static Smtp parse(String text) {
        try {
            URI url = new URI(text);
            boolean tls = "smtps".equals(url.getScheme());
            boolean known = tls || "smtp".equals(url.getScheme());
            String query = Optional.ofNullable(url.getQuery()).orElse(FROM);
            if (known && url.getHost() != null && query.startsWith(FROM) && "".equals(url.getPath())) {
                String from = query.substring(FROM.length());
                return new Smtp(
                        url.getHost(),
                        url.getPort() > 0 ? url.getPort() : tls ? SUBMISSIONS : SUBMISSION,
                        tls,
                        Optional.ofNullable(url.getUserInfo()).map(Smtp::login),
                        from.isEmpty() ? "shakeout@" + url.getHost() : from);
            }
        } catch (URISyntaxException _) {
            // told below
        }
        throw new BadValue(
                "a mail server is written smtp://USER:PASSWORD@HOST:587?from=ADDRESS, or smtps:// with TLS from the first"
                        + " byte; what is special in the password is escaped, as %40 for @");
    }

    private static Login login(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new BadValue("a mail server with a user needs a password: smtp://USER:PASSWORD@HOST");
        }
        return new Login(text.substring(0, colon), text.substring(colon + 1));
    }
}
