package dev.shakeout.server.web;

import static dev.shakeout.server.web.Field.optional;
import static dev.shakeout.server.web.Field.required;

import dev.shakeout.model.Json;
import dev.shakeout.model.Verdict;
import dev.shakeout.server.channel.Channel;
import dev.shakeout.server.channel.Occasion;
import dev.shakeout.server.channel.Sent;
import dev.shakeout.server.store.StoredMessage;
import java.util.LinkedHashMap;
import java.util.stream.Stream;

/** Channels and their messages, as they are answered; nothing in them is secret. */
final class ChannelAnswers {
    static final Shape CHANNEL = Shape.of(
            "Channel",
            required("name", Kind.NAME, "Its name."),
            required("version", Kind.COUNT, "One more with every change; also the ETag."),
            optional("environment", Kind.NAME, "The one that it is about; all of them without."),
            required("kind", Kind.CHANNEL_KIND, "What receives it."),
            required("place", Kind.TEXT, "Where it leads: a host, or addresses of e-mail."),
            required("target", Kind.OBJECT, "What of its target is no secret."),
            required("on", Kind.TEXTS, "What it is told of."),
            required("verdicts", Kind.TEXTS, "Of which ends; of all when empty."),
            required("lead-seconds", Kind.SEQ, "How long before a run it is told."),
            required("must", Kind.FLAG, "Whether a run that it cannot be told of does not begin."),
            required("allow-private", Kind.FLAG, "Whether it may be at an address of a private network."),
            required("author", Kind.TEXT, "Id of the user, or of the service token, that wrote it."),
            required("changed-at", Kind.MOMENT, "When it was written."));
    static final Shape MESSAGE = Shape.of(
            "Message",
            required("id", Kind.NAME, "The same however often it is sent, also to the receiver."),
            required("event", Kind.OCCASION, "What it is about."),
            optional("run", Kind.NAME, "That it is about."),
            required("words", Kind.TEXT, "What it says, in one sentence."),
            required("at", Kind.MOMENT, "When that happened."),
            required("state", Kind.MESSAGE_STATE, "How far it is."),
            required("tries", Kind.SEQ, "How often it was tried."),
            optional("next-at", Kind.MOMENT, "When it is tried next, while it waits."),
            required("result", Kind.TEXT, "What came back last, or why it was given up; empty before the first try."),
            optional("settled-at", Kind.MOMENT, "When it was sent or given up."));
    static final Shape TRIED = Shape.of(
            "ChannelTried",
            required("delivered", Kind.FLAG, "Whether the receiver took it."),
            required("result", Kind.TEXT, "What came back, or why nothing did."));

    private ChannelAnswers() {}

    static Json.Obj of(Channel channel) {
        Channel.Rules rules = channel.rules();
        Json.Obj answer = Json.object(
                "name",
                channel.name(),
                "version",
                channel.version(),
                "kind",
                channel.kind(),
                "place",
                channel.place(),
                "target",
                channel.target(),
                "on",
                texts(rules.on().stream().sorted().map(Occasion::word)),
                "verdicts",
                texts(rules.verdicts().stream().sorted().map(Verdict::word)),
                "lead-seconds",
                rules.lead().toSeconds(),
                "must",
                rules.must(),
                "allow-private",
                rules.privately(),
                "author",
                channel.author(),
                "changed-at",
                channel.changedAt());
        return channel.environment()
                .map(name -> answer.with("environment", Json.of(name)))
                .orElse(answer);
    }

    private static Json texts(Stream<String> words) {
        return Json.of(words.map(Json::of).toList());
    }

    static Json.Obj of(StoredMessage message) {
        var members = new LinkedHashMap<>(Json.object(
                        "id",
                        message.notice().id(),
                        "event",
                        message.notice().occasion().word(),
                        "words",
                        message.notice().words(),
                        "at",
                        message.notice().at(),
                        "state",
                        message.state().word(),
                        "tries",
                        message.tries(),
                        "result",
                        message.result())
                .members());
        message.run().ifPresent(run -> members.put("run", Json.of(run)));
        if (message.state() == StoredMessage.State.WAITING) {
            members.put("next-at", Json.of(message.dueAt().toString()));
        }
        message.settledAt().ifPresent(at -> members.put("settled-at", Json.of(at.toString())));
        return new Json.Obj(members);
    }

    static Json.Obj of(Sent sent) {
        return Json.object("delivered", sent instanceof Sent.Delivered, "result", sent.words());
    }
}
