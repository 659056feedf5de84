package dev.shakeout.dialects.policy;

import dev.shakeout.dialects.Name;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Glob;
import dev.shakeout.model.Json;
import dev.shakeout.model.Nearest;
import dev.shakeout.model.Type;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The name of a fault, or a pattern for many. One that stands for none of this installation is taken too, as a policy may
 * serve other hosts as well, unless it looks like a slip of the pen.
 */
record FaultGlob(Collection<String> known) implements Type<Glob> {
    @Override
    public String name() {
        return "text";
    }

    @Override
    public String allowed() {
        return "the name of a fault, or a pattern such as network/*";
    }

    @Override
    public Glob parse(Json json) {
        var glob = new Glob(Name.TYPE.parse(json).strip());
        if (known.stream().noneMatch(glob::matches)) {
            likely(glob).ifPresent(meant -> {
                throw new BadValue("no fault is named '" + glob + "'; did you mean '" + meant + "'? (there is: "
                        + String.join(", ", known.stream().sorted().toList()) + ")");
            });
        }
        return glob;
    }

    @Override
    public Json.Obj schema() {
        return Json.object(
                "anyOf",
                Json.of(List.of(Type.Choice.schema(known.stream().sorted().toList()), Name.TYPE.schema())));
    }

    private Optional<String> likely(Glob glob) {
        String pattern = glob.pattern();
        if (glob.literal()) {
            return Nearest.to(pattern, known);
        }
        int slash = pattern.indexOf('/');
        if (slash < 0) {
            return Optional.empty();
        }
        Set<String> groups = known.stream()
                .map(fault -> fault.substring(0, Math.max(0, fault.indexOf('/'))))
                .collect(Collectors.toSet());
        String group = pattern.substring(0, slash);
        return groups.contains(group)
                ? Optional.empty()
                : Nearest.to(group, groups).map(meant -> meant + pattern.substring(slash));
    }
}
