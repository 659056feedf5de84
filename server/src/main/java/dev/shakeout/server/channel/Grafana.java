package dev.shakeout.server.channel;

import static dev.shakeout.server.channel.ReceiverKind.Member.optional;
import static dev.shakeout.server.channel.ReceiverKind.Member.secret;

import dev.shakeout.engine.JsonReader;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.server.channel.ReceiverKind.Form;
import dev.shakeout.server.channel.ReceiverKind.Member;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Annotations in the dashboards of Grafana: https://grafana.com/docs/grafana/latest/developers/http_api/annotations/. The mark of a run's
 * beginning becomes a region at its end.
 *
 * @param url where Grafana is
 * @param token of a service account that may write annotations
 * @param tags beside those that every one has
 */
record Grafana(URI url, String token, List<String> tags) implements Receiver {
    static final ReceiverKind KIND = new ReceiverKind(
            "grafana",
            "Annotations in Grafana.",
            List.of(
                    Member.required("url", Form.TEXT, "where Grafana is, such as https://grafana.example.org"),
                    secret("token", Form.TEXT, "of a service account that may write annotations"),
                    optional("tags", Form.TEXTS, "beside shakeout, the environment, the experiment and the verdict")),
            target -> new Grafana(target.url("url"), token(target), target.texts("tags")));

    private static String token(Target target) {
        return target.text("token")
                .filter(text -> text.matches("[\\x21-\\x7e]+"))
                .orElseThrow(() -> new BadValue("'token' must be one word of ASCII"));
    }

    @Override
    public Sent send(Notice notice, Optional<String> earlier, Outgoing out) {
        boolean region = notice.occasion() == Occasion.END;
        Instant from =
                region && !notice.fact("started-at").isEmpty() ? Instant.parse(notice.fact("started-at")) : notice.at();
        Json.Obj point = Json.object("time", from.toEpochMilli(), "tags", Json.of(tags(notice)), "text", text(notice));
        Json.Obj annotation = region ? point.with("timeEnd", Json.of(notice.at().toEpochMilli())) : point;
        boolean again = region && earlier.isPresent();
        return out.send(
                again ? "PATCH" : "POST",
                URI.create(url.toString().replaceFirst("/+$", "") + "/api/annotations"
                        + (again ? "/" + earlier.get() : "")),
                Map.of("Authorization", "Bearer " + token),
                annotation.compact(),
                "application/json",
                notice.occasion() == Occasion.START ? Grafana::id : _ -> Optional.empty());
    }

    private static Optional<String> id(String answer) {
        try {
            return JsonReader.read(answer) instanceof Json.Obj object
                    ? object.get("id").map(Json::text).filter(text -> text.matches("[0-9]{1,18}"))
                    : Optional.empty();
        } catch (BadValue _) {
            return Optional.empty();
        }
    }

    private List<Json> tags(Notice notice) {
        var all = new ArrayList<Json>();
        all.add(Json.of("shakeout"));
        all.add(Json.of(
                notice.occasion() == Occasion.END ? "run" : notice.occasion().word()));
        for (String name : List.of("environment", "experiment", "verdict")) {
            if (!notice.fact(name).isEmpty()) {
                all.add(Json.of(notice.fact(name)));
            }
        }
        tags.forEach(tag -> all.add(Json.of(tag)));
        return all;
    }

    /** Grafana shows it as HTML, after taking out what could do harm. */
    private static String text(Notice notice) {
        String run = notice.fact("run").isEmpty() ? "" : "\nrun " + notice.fact("run");
        return (notice.words() + run).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    @Override
    public String place() {
        return url.getHost();
    }
}
