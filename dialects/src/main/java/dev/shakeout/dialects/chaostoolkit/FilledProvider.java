package dev.shakeout.dialects.chaostoolkit;

import dev.shakeout.dialects.Tree;
import dev.shakeout.model.Rules;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * A provider with its placeholders filled: by our rules everywhere, by Chaos Toolkit's only in the places where its
 * providers look (chaoslib/provider), and in arguments only if there is anything to fill in.
 */
final class FilledProvider {
    private static final String ARGUMENTS = "arguments";

    private FilledProvider() {}

    static Tree of(Tree written, Substitution substitution, Rules rules) {
        return rules.ours() || !(written instanceof Tree.Obj provider)
                ? substitution.fill(written)
                : asThere(provider, substitution);
    }

    private static Tree asThere(Tree.Obj provider, Substitution substitution) {
        List<String> places = switch (provider.type()) {
            case "http" ->
                substitution.hasNothing()
                        ? List.of("url", "headers", "timeout")
                        : List.of("url", "headers", "timeout", ARGUMENTS);
            case "process", "python" -> substitution.hasNothing() ? List.of() : List.of(ARGUMENTS);
            default -> List.copyOf(provider.members().keySet()); // ours
        };
        var members = new LinkedHashMap<>(provider.members());
        members.replaceAll((key, member) ->
                places.contains(key) ? new Tree.Member(member.position(), substitution.fill(member.value())) : member);
        return new Tree.Obj(provider.position(), members);
    }
}
