package dev.shakeout.server.channel;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Nearest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Function;

/**
 * A kind of receiver.
 *
 * @param word by which a channel names it
 * @param members what it takes
 * @param make checks what they are, and what they are together
 */
public record ReceiverKind(String word, String help, List<Member> members, Function<Target, Receiver> make) {
    /**
     * One thing that it takes.
     *
     * @param secret whether it is kept encrypted, and never told to anybody
     */
    public record Member(String name, Form form, boolean required, boolean secret, String help) {
        static Member required(String name, Form form, String help) {
            return new Member(name, form, true, false, help);
        }

        static Member optional(String name, Form form, String help) {
            return new Member(name, form, false, false, help);
        }

        static Member secret(String name, Form form, String help) {
            return new Member(name, form, true, true, help);
        }

        static Member maybeSecret(String name, Form form, String help) {
            return new Member(name, form, false, true, help);
        }
    }

    /** What a member is. */
    public enum Form {
        TEXT,
        TEXTS
    }

    /**
     * Reads a target.
     *
     * @throws BadValue something in it is missing, too much or cannot be
     */
    public Receiver read(Json.Obj target) {
        var names = members.stream().map(Member::name).toList();
        target.members().keySet().stream()
                .filter(name -> !names.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new BadValue("a target of the kind " + word + " has no '" + name + "'"
                            + Nearest.suggestion(name, names) + "; it has: " + String.join(", ", names));
                });
        for (Member member : members) {
            check(member, target.get(member.name()).orElse(Json.Null.NULL));
        }
        return make.apply(new Target(target));
    }

    private void check(Member member, Json value) {
        boolean fits = switch (value) {
            case Json.Null _ -> !member.required();
            case Json.Str(var text) -> member.form() == Form.TEXT && !text.isBlank();
            case Json.Arr(var items) ->
                member.form() == Form.TEXTS
                        && !items.isEmpty()
                        && items.stream().allMatch(Json.Str.class::isInstance);
            default -> false;
        };
        if (!fits) {
            throw new BadValue("'" + member.name() + "' of a target of the kind " + word + " must be "
                    + (member.form() == Form.TEXT ? "text" : "a list of texts") + ": " + member.help());
        }
    }

    /** What of a target is a secret, or what is not. */
    public Json.Obj part(Json.Obj target, boolean secret) {
        var part = new LinkedHashMap<String, Json>();
        members.stream()
                .filter(member -> member.secret() == secret)
                .forEach(member -> target.get(member.name())
                        .filter(value -> value != Json.Null.NULL)
                        .ifPresent(value -> part.put(member.name(), value)));
        return new Json.Obj(part);
    }
}
