package dev.shakeout.server.channel;

import static dev.shakeout.server.channel.ReceiverKind.Member.maybeSecret;
import static dev.shakeout.server.channel.ReceiverKind.Member.optional;
import static dev.shakeout.server.channel.ReceiverKind.Member.required;

import dev.shakeout.model.BadValue;
import dev.shakeout.server.channel.ReceiverKind.Form;
import java.util.List;
import java.util.Optional;

/**
 * E-mail, by the mail server of the channel or else by that of the server.
 *
 * @param from whose mail it is; empty for what the mail server's address says
 */
record Email(List<String> to, Optional<String> from, Optional<Smtp> smtp) implements Receiver {
    static final ReceiverKind KIND = new ReceiverKind(
            "email",
            "E-mail.",
            List.of(
                    required("to", Form.TEXTS, "the addresses, such as [\"oncall@example.org\"]"),
                    optional("from", Form.TEXT, "the address that it comes from"),
                    maybeSecret(
                            "smtp",
                            Form.TEXT,
                            "the mail server, smtp://USER:PASSWORD@HOST:587; that of the server if not given")),
            Email::read);

    private static final String ADDRESS = "[^\\s@<>,;:\"()\\[\\]\\\\]+@[A-Za-z0-9.-]+";

    private static Email read(Target target) {
        List<String> to = target.texts("to").stream().map(Email::address).toList();
        return new Email(
                to, target.text("from").map(Email::address), target.text("smtp").map(Smtp::parse));
    }

    private static String address(String text) {
        if (!text.matches(ADDRESS)) {
            throw new BadValue("'" + text + "' is no address of e-mail such as oncall@example.org");
        }
        return text;
    }

    @Override
    public Sent send(Notice notice, Optional<String> earlier, Outgoing out) {
        return smtp.or(out::smtp)
                .map(server -> Mail.send(notice, to, from.orElse(server.from()), server, out))
                .orElseGet(() -> new Sent.Failed(
                        "no mail server is known; start the server with --smtp or SHAKEOUT_SMTP, or give the channel's"
                                + " target an 'smtp'",
                        false));
    }

    @Override
    public String place() {
        return String.join(", ", to);
    }
}
