package dev.shakeout.dialects.chaosmesh;

import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.GoDuration;
import dev.shakeout.dialects.foreign.Timeline;
import java.time.Duration;
import java.util.Optional;

/**
 * A fault on some targets.
 *
 * @param target as our format has it
 * @param lasts empty for what is over at once
 */
record Hit(Call call, Tree.Obj target, Optional<Duration> lasts) {
    /** A fault of ours and its arguments. */
    record Call(String fault, Tree.Obj arguments) {
        static Call of(String fault, Draft arguments) {
            return new Call(fault, arguments.tree());
        }
    }

    Timeline.Entry at(Duration start, String name) {
        Draft provider = Draft.at(target.position())
                .put("type", "fault")
                .put("fault", call.fault())
                .put("target", Draft.literal(target));
        if (!call.arguments().members().isEmpty()) {
            provider.put("arguments", Draft.literal(call.arguments()));
        }
        lasts.ifPresent(duration -> provider.put("duration", GoDuration.ours(duration)));
        return new Timeline.Entry(
                name,
                "action",
                target.position(),
                provider.tree(),
                start,
                lasts.orElse(Duration.ZERO),
                Draft.at(target.position()).tree());
    }
}
