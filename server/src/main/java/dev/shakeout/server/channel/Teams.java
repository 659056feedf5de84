package dev.shakeout.server.channel;

import static dev.shakeout.server.channel.ReceiverKind.Member.secret;

import dev.shakeout.model.Json;
import dev.shakeout.server.channel.ReceiverKind.Form;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A channel or chat of Microsoft Teams, by a workflow that waits for a webhook, which takes Adaptive Cards alone:
 * https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using.
 */
record Teams(URI url) implements Receiver {
    static final ReceiverKind KIND = new ReceiverKind(
            "teams",
            "A channel or chat of Microsoft Teams.",
            List.of(secret("url", Form.TEXT, "the address of a workflow, 'Send webhook alerts to a channel'")),
            target -> new Teams(target.url("url")));

    @Override
    public Sent send(Notice notice, Optional<String> earlier, Outgoing out) {
        return out.post(
                url,
                Map.of(),
                Json.object(
                        "type",
                        "message",
                        "attachments",
                        Json.of(List.of(Json.object(
                                "contentType",
                                "application/vnd.microsoft.card.adaptive",
                                "contentUrl",
                                Json.Null.NULL,
                                "content",
                                card(notice))))));
    }

    /** Version 1.4 is the newest that every client of Teams shows: https://adaptivecards.microsoft.com. */
    private static Json.Obj card(Notice notice) {
        List<Json.Obj> facts = notice.rows().entrySet().stream()
                .map(row -> Json.object("title", row.getKey(), "value", row.getValue()))
                .toList();
        Json.Obj title = Json.object(
                "type", "TextBlock", "text", plain(notice.words()), "weight", "bolder", "size", "medium", "wrap", true);
        return Json.object(
                "$schema",
                "http://adaptivecards.io/schemas/adaptive-card.json",
                "type",
                "AdaptiveCard",
                "version",
                "1.4",
                "body",
                Json.of(
                        facts.isEmpty()
                                ? List.of(title)
                                : List.of(title, Json.object("type", "FactSet", "facts", Json.of(facts)))));
    }

    /** Text blocks know links of Markdown, which a reason should not make. */
    private static String plain(String text) {
        return text.replace("[", "\\[").replace("]", "\\]");
    }

    @Override
    public String place() {
        return url.getHost();
    }
}
