package dev.shakeout.server.web;

import static dev.shakeout.server.web.Endpoint.Given.json;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.server.access.Extent;
import dev.shakeout.server.access.Role;
import dev.shakeout.server.channel.Channel;
import dev.shakeout.server.channel.Notice;
import dev.shakeout.server.channel.Occasion;
import dev.shakeout.server.channel.Sent;
import dev.shakeout.server.store.Work;
import dev.shakeout.server.web.Endpoint.Verb;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Channels, by which people and programs are told of runs, and what became of what they were told. */
final class ChannelEndpoints {
    private static final String ALL = Endpoints.API + "/channels";
    private static final String ONE = ALL + "/{channel}";

    private final Desk desk;

    private ChannelEndpoints(Desk desk) {
        this.desk = desk;
    }

    static List<Endpoint> all(Desk desk) {
        var here = new ChannelEndpoints(desk);
        return List.of(
                Endpoint.of(
                                "listChannels",
                                Verb.GET,
                                ALL,
                                Role.VIEWER,
                                Scope.QUERY,
                                "Channels, by name; those for all environments too.",
                                json(200, Shape.pageOf(ChannelAnswers.CHANNEL)),
                                here::list)
                        .query(
                                Field.optional("environment", Kind.NAME, "Only those that are about it."),
                                Paging.AFTER,
                                Paging.LIMIT),
                Endpoint.of(
                        "getChannel",
                        Verb.GET,
                        ONE,
                        Role.VIEWER,
                        Scope.CHANNEL,
                        "One channel, without its secrets.",
                        json(200, ChannelAnswers.CHANNEL),
                        here::get),
                Endpoint.of(
                                "putChannel",
                                Verb.PUT,
                                ONE,
                                Role.ADMIN,
                                Scope.CHANNEL,
                                "Makes a channel, or changes it.",
                                json(201, ChannelAnswers.CHANNEL),
                                here::put)
                        .or(json(200, ChannelAnswers.CHANNEL))
                        .headers(Precondition.IF_MATCH, Precondition.IF_NONE_MATCH)
                        .takes(ChannelBody.NEW),
                Endpoint.of(
                                "deleteChannel",
                                Verb.DELETE,
                                ONE,
                                Role.ADMIN,
                                Scope.CHANNEL,
                                "Ends a channel; what it has not been told yet is given up.",
                                json(200, ChannelAnswers.CHANNEL),
                                here::delete)
                        .headers(Precondition.IF_MATCH),
                Endpoint.of(
                        "testChannel",
                        Verb.POST,
                        ONE + "/test",
                        Role.ADMIN,
                        Scope.CHANNEL,
                        "Sends a message now, once, and answers what came back.",
                        json(200, ChannelAnswers.TRIED),
                        here::test),
                Endpoint.of(
                                "listMessages",
                                Verb.GET,
                                ONE + "/messages",
                                Role.VIEWER,
                                Scope.CHANNEL,
                                "What a channel is told, newest first, and what became of that.",
                                json(200, Shape.pageOf(ChannelAnswers.MESSAGE)),
                                here::messages)
                        .query(Paging.AFTER, Paging.LIMIT));
    }

    private Reply list(Call call) {
        var page = desk.store().read(work -> work.channels().page(call.shown(), call.asked("after"), call.limit()));
        return Reply.ok(Answers.page(page, ChannelAnswers::of));
    }

    private Reply get(Call call) {
        return tagged(200, desk.store().read(work -> find(call, work)));
    }

    private static Channel find(Call call, Work work) {
        String name = call.variable("channel");
        return work.channels().find(name).orElseThrow(() -> missing(name));
    }

    static Refusal missing(String name) {
        return Refusal.notFound("there is no channel '" + name + "'; " + ALL + " lists them");
    }

    private Reply put(Call call) {
        String name = call.variable("channel");
        Channel written = desk.store().change(work -> {
            Optional<Channel> before = work.channels().find(name);
            long version = Precondition.of(call).next(before.map(Channel::version), "channel '" + name + "'");
            Channel next = ChannelBody.read(call, version, before, desk.secrets());
            next.environment()
                    .filter(each -> work.environments().find(each).isEmpty())
                    .ifPresent(each -> {
                        throw EnvironmentEndpoints.missing(each);
                    });
            refuseMistakes(next);
            boolean done =
                    version == 1 ? work.channels().add(next) : work.channels().replace(next);
            if (!done) {
                throw changed(name);
            }
            work.audit().append(call.now(), call.caller(), "channel.write", "channel/" + name, details(next));
            return next;
        });
        return tagged(written.version() == 1 ? 201 : 200, written);
    }

    /** Also of one whose target stays: by other rules it may be no good. */
    private void refuseMistakes(Channel next) {
        try {
            desk.secrets().receiver(next).mistake(next.rules()).ifPresent(words -> {
                throw Refusal.badRequest(words);
            });
        } catch (BadValue e) {
            throw Refusal.badRequest(e.getMessage() + "; give its 'target' anew");
        }
    }

    private static Refusal changed(String name) {
        return Refusal.changedMeanwhile("channel '" + name + "' was changed by somebody else just now; GET it again");
    }

    /** Without what is secret. */
    private static Json.Obj details(Channel channel) {
        var members = new LinkedHashMap<>(ChannelAnswers.of(channel).members());
        List.of("name", "author", "changed-at").forEach(members::remove);
        return new Json.Obj(members);
    }

    private Reply delete(Call call) {
        Channel deleted = desk.store().change(work -> {
            Channel channel = find(call, work);
            Precondition.of(call).next(Optional.of(channel.version()), "channel '" + channel.name() + "'");
            if (!work.channels().delete(channel.name(), channel.version())) {
                throw changed(channel.name());
            }
            work.messages().dropAll(channel.name(), "the channel was deleted", call.now());
            work.audit()
                    .append(
                            call.now(),
                            call.caller(),
                            "channel.delete",
                            "channel/" + channel.name(),
                            Json.object("version", channel.version()));
            return channel;
        });
        return Reply.ok(ChannelAnswers.of(deleted));
    }

    private Reply test(Call call) {
        Channel channel = desk.store().read(work -> find(call, work));
        var facts = Map.of("requested-by", call.caller().name());
        var notice = new Notice("test_" + desk.ids().get(), Occasion.TEST, call.now(), facts);
        Sent sent;
        try {
            sent = desk.secrets()
                    .receiver(channel)
                    .send(notice, Optional.empty(), desk.out().by(channel.rules()));
        } catch (BadValue e) {
            sent = new Sent.Failed(String.valueOf(e.getMessage()), true);
        }
        Json.Obj answer = ChannelAnswers.of(sent);
        desk.store().change(work -> {
            work.audit()
                    .append(
                            call.now(),
                            call.caller(),
                            "channel.test",
                            "channel/" + channel.name(),
                            Json.object("delivered", answer.get("delivered").orElseThrow()));
            return answer;
        });
        return Reply.ok(answer);
    }

    private Reply messages(Call call) {
        var page = desk.store().read(work -> {
            Channel channel = find(call, work);
            Extent environments = Extent.of(channel.environment());
            return work.messages().page(channel.name(), environments, call.asked("after"), call.limit());
        });
        return Reply.ok(Answers.page(page, ChannelAnswers::of));
    }

    private static Reply tagged(int status, Channel channel) {
        return Reply.json(status, ChannelAnswers.of(channel)).with("ETag", Precondition.etag(channel.version()));
    }
}
