package dev.shakeout.server.channel;

import static dev.shakeout.server.channel.ReceiverKind.Member.maybeSecret;
import static dev.shakeout.server.channel.ReceiverKind.Member.optional;
import static dev.shakeout.server.channel.ReceiverKind.Member.secret;

import dev.shakeout.engine.JsonReader;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.server.channel.ReceiverKind.Form;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Any address that takes a POST, signed as Standard Webhooks 1.0 has it (https://www.standardwebhooks.com): the headers webhook-id,
 * webhook-timestamp and webhook-signature.
 *
 * @param key for the signature; empty for none
 */
record Webhook(URI url, Optional<byte[]> key, Optional<String> authorization, Optional<Template> template, String type)
        implements Receiver {
    static final ReceiverKind KIND = new ReceiverKind(
            "webhook",
            "Any address that takes a POST.",
            List.of(
                    secret("url", Form.TEXT, "the address, of http or https"),
                    maybeSecret(
                            "secret",
                            Form.TEXT,
                            "what it is signed with, at least 16 characters, or whsec_ and base64"),
                    maybeSecret("authorization", Form.TEXT, "the header Authorization, such as Bearer TOKEN"),
                    optional("template", Form.TEXT, "the body, with names in double braces, such as {{verdict}}"),
                    optional("content-type", Form.TEXT, "of the template; application/json if not given")),
            Webhook::read);

    private static final String JSON = "application/json";
    private static final String PREFIX = "whsec_";
    private static final int SHORTEST = 16;

    private static Webhook read(Target target) {
        String type = target.text("content-type").orElse(JSON);
        if (!type.matches("[a-z]+/[A-Za-z0-9.+-]+(; *charset=utf-8)?")) {
            throw new BadValue("'content-type' must be one such as text/plain, not '" + type + "'");
        }
        Optional<String> authorization = target.text("authorization");
        if (authorization.filter(text -> !text.matches("[\\x20-\\x7e]+")).isPresent()) {
            throw new BadValue("'authorization' must be one line of ASCII");
        }
        var hook = new Webhook(
                target.url("url"),
                target.text("secret").map(Webhook::key),
                authorization,
                target.text("template").map(Template::new),
                type);
        hook.tryTemplate();
        return hook;
    }

    /** With whatever there may be in a text, as it is told when it is written and not when it is needed. */
    private void tryTemplate() {
        if (template.isEmpty() || !type.startsWith(JSON)) {
            return;
        }
        var notice = new Notice("id", Occasion.TEST, Instant.EPOCH, Map.of("reason", "\"\\\n"));
        try {
            var _ = JsonReader.read(body(notice));
        } catch (BadValue e) {
            throw new BadValue("'template' is no JSON once it is filled in (" + e.getMessage()
                    + "); put names in quotes, \"{{verdict}}\", or give another 'content-type'");
        }
    }

    private static byte[] key(String text) {
        if (text.startsWith(PREFIX)) {
            try {
                return Base64.getDecoder().decode(text.substring(PREFIX.length()));
            } catch (IllegalArgumentException _) {
                throw new BadValue("'secret' begins with whsec_, and what follows is no base64");
            }
        }
        if (text.length() < SHORTEST) {
            throw new BadValue(
                    "'secret' must have at least " + SHORTEST + " characters; openssl rand -base64 24 makes one");
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private String body(Notice notice) {
        UnaryOperator<String> written = type.startsWith(JSON) ? Webhook::withinQuotes : UnaryOperator.identity();
        return template.map(text -> text.filled(notice.values(), written))
                .orElseGet(() -> notice.json().compact());
    }

    private static String withinQuotes(String text) {
        String quoted = Json.of(text).compact();
        return quoted.substring(1, quoted.length() - 1);
    }

    @Override
    public Sent send(Notice notice, Optional<String> earlier, Outgoing out) {
        String body = body(notice);
        var headers = new HashMap<String, String>();
        headers.put("webhook-id", notice.id());
        authorization.ifPresent(words -> headers.put("Authorization", words));
        String seconds = Long.toString(out.clock().instant().getEpochSecond());
        headers.put("webhook-timestamp", seconds);
        key.ifPresent(bytes ->
                headers.put("webhook-signature", "v1," + signature(bytes, notice.id() + "." + seconds + "." + body)));
        return out.send("POST", url, headers, body, type, _ -> Optional.empty());
    }

    private static String signature(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC with SHA-256", e);
        }
    }

    @Override
    public String place() {
        return url.getHost();
    }
}
