package dev.shakeout.server.web;

import static dev.shakeout.server.web.Field.optional;
import static dev.shakeout.server.web.Field.required;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Span;
import dev.shakeout.model.Verdict;
import dev.shakeout.server.channel.Channel;
import dev.shakeout.server.channel.Occasion;
import dev.shakeout.server.channel.Receiver;
import dev.shakeout.server.channel.ReceiverKind;
import dev.shakeout.server.channel.Receivers;
import dev.shakeout.server.notify.Secrets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A channel as it is written. */
final class ChannelBody {
    static final Shape NEW = Shape.of(
            "ChannelToWrite",
            optional("environment", Kind.NAME, "The one that it is about; all of them without."),
            required("kind", Kind.CHANNEL_KIND, "What receives it."),
            optional(
                    "target",
                    TargetKind.KIND,
                    "Where it goes, as the kind wants it. Left out when a channel is changed, it stays; given, all of it is given."),
            required("on", Kind.OCCASIONS, "What it is told of."),
            optional("verdicts", Kind.VERDICTS, "Of which ends; of all without."),
            optional("lead-time", Kind.SPAN, "How long before a run it is told; 0s without, at most 7d."),
            optional("must", Kind.FLAG, "Whether a run that it cannot be told of does not begin; false without."),
            optional(
                    "allow-private",
                    Kind.FLAG,
                    "Whether it may be at an address of a private network or of the server's host; for admins of all"
                            + " environments to set."));

    private static final Duration LONGEST_LEAD = Duration.ofDays(7);

    private ChannelBody() {}

    /**
     * @param before the one that is replaced
     * @throws Refusal something in it is no such thing
     */
    static Channel read(Call call, long version, Optional<Channel> before, Secrets secrets) {
        try {
            ReceiverKind kind = Receivers.of(call.text("kind").orElse(""));
            Channel.Rules rules = rules(call);
            Optional<Json.Obj> target =
                    call.body().get("target").filter(Json.Obj.class::isInstance).map(Json.Obj.class::cast);
            return target.map(given -> of(given, kind, rules, call, version, secrets))
                    .orElseGet(() -> kept(before, kind, rules, call, version));
        } catch (BadValue e) {
            throw Refusal.badRequest(String.valueOf(e.getMessage()));
        }
    }

    private static Channel of(
            Json.Obj target, ReceiverKind kind, Channel.Rules rules, Call call, long version, Secrets secrets) {
        String name = call.variable("channel");
        Receiver receiver = kind.read(target);
        return new Channel(
                name,
                version,
                call.environment(),
                kind.word(),
                kind.part(target, false),
                receiver.place(),
                secrets.sealed(kind.part(target, true), name),
                rules,
                call.caller().id(),
                call.now());
    }

    /** Nobody can send again what nobody can read. */
    private static Channel kept(
            Optional<Channel> before, ReceiverKind kind, Channel.Rules rules, Call call, long version) {
        Channel known = before.filter(channel -> channel.kind().equals(kind.word()))
                .orElseThrow(() -> Refusal.badRequest("'target' is missing: " + TargetKind.KIND.allowed()));
        return new Channel(
                known.name(),
                version,
                call.environment(),
                known.kind(),
                known.target(),
                known.place(),
                known.sealed(),
                rules,
                call.caller().id(),
                call.now());
    }

    private static Channel.Rules rules(Call call) {
        Set<Occasion> on = words(call, "on", Occasion::ofWord);
        Set<Verdict> verdicts = words(call, "verdicts", Verdict::ofWord);
        Duration lead = call.text("lead-time").map(Span::parse).orElse(Duration.ZERO);
        boolean must = flag(call, "must");
        boolean privately = flag(call, "allow-private");
        if (!on.contains(Occasion.BEFORE) && (must || !lead.isZero())) {
            throw Refusal.badRequest(
                    "'lead-time' and 'must' are about what is told before a run; write \"on\": [\"before\", …] with them");
        }
        if (!on.contains(Occasion.END) && !verdicts.isEmpty()) {
            throw Refusal.badRequest("'verdicts' are about ends; write \"on\": [\"end\", …] with them");
        }
        if (lead.compareTo(LONGEST_LEAD) > 0) {
            throw Refusal.badRequest("'lead-time' must be at most " + Span.words(LONGEST_LEAD));
        }
        if (privately && !call.extent().isAll()) {
            throw Refusal.forbidden(
                    "'allow-private' lets the server ask where only it can; an admin of all environments may set"
                            + " it, and " + call.caller().words() + " has "
                            + call.caller().grants().words());
        }
        return new Channel.Rules(on, verdicts, lead, must, privately);
    }

    private static boolean flag(Call call, String name) {
        return call.text(name).filter("true"::equals).isPresent();
    }

    private static <T> Set<T> words(Call call, String name, Function<String, T> word) {
        return call.body().get(name).orElse(Json.Null.NULL) instanceof Json.Arr(var items)
                ? items.stream().map(Json::text).map(word).collect(Collectors.toSet())
                : Set.of();
    }
}
