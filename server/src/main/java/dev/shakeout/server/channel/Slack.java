package dev.shakeout.server.channel;

import static dev.shakeout.server.channel.ReceiverKind.Member.secret;

import dev.shakeout.model.Json;
import dev.shakeout.server.channel.ReceiverKind.Form;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A channel of Slack, by an incoming webhook: https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks. What is told is
 * escaped (https://docs.slack.dev/messaging/formatting-message-text), so that a reason cannot call everybody.
 */
record Slack(URI url) implements Receiver {
    static final ReceiverKind KIND = new ReceiverKind(
            "slack",
            "A channel of Slack.",
            List.of(secret("url", Form.TEXT, "the address of an incoming webhook, https://hooks.slack.com/services/…")),
            target -> new Slack(target.url("url")));

    /** Of the text of a section; https://docs.slack.dev/reference/block-kit/blocks/section-block. */
    private static final int LONGEST = 3_000;

    @Override
    public Sent send(Notice notice, Optional<String> earlier, Outgoing out) {
        var blocks = new ArrayList<Json>();
        blocks.add(section("*" + escaped(notice.words()) + "*"));
        String rows = rows(notice);
        if (!rows.isEmpty()) {
            blocks.add(section(rows));
        }
        return out.post(url, Map.of(), Json.object("text", cut(escaped(notice.words())), "blocks", Json.of(blocks)));
    }

    private static String rows(Notice notice) {
        var lines = new ArrayList<String>();
        notice.rows().forEach((name, value) -> lines.add(name + ": " + escaped(value)));
        return String.join("\n", lines);
    }

    private static Json.Obj section(String text) {
        return Json.object("type", "section", "text", Json.object("type", "mrkdwn", "text", cut(text)));
    }

    private static String cut(String text) {
        return text.length() > LONGEST ? text.substring(0, LONGEST - 1) + "…" : text;
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    @Override
    public String place() {
        return url.getHost();
    }
}
