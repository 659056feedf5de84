package dev.shakeout.dialects.gremlin;

import dev.shakeout.dialects.Problems;
import dev.shakeout.dialects.Tree;
import dev.shakeout.model.Json;
import dev.shakeout.model.Nearest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The arguments of an attack, as words of a command line and as members beside them, gathered under their long names. */
final class CommandLine {
    private final Attack attack;
    private final Problems problems;
    private final Map<String, Tree.Member> found = new LinkedHashMap<>();

    CommandLine(Attack attack, Problems problems) {
        this.attack = attack;
        this.problems = problems;
    }

    /** @param words the command's own name may come first */
    CommandLine words(List<Tree> words) {
        int i = 0;
        if (!words.isEmpty() && Attacks.named(text(words.getFirst())).equals(Optional.of(attack))) {
            i = 1;
        }
        while (i < words.size()) {
            i = word(words, i);
        }
        return this;
    }

    /** @return the place of the next word that is not yet read */
    private int word(List<Tree> words, int at) {
        Tree word = words.get(at);
        String text = text(word);
        int equals = text.startsWith("--") ? text.indexOf('=') : -1;
        String name = equals < 0 ? text : text.substring(0, equals);
        Optional<Option> option = named(name);
        if (option.isEmpty() && text.matches("-[a-zA-Z][^-].*")) { // -l60
            name = text.substring(0, 2);
            option = named(name).filter(one -> !one.isFlag());
            equals = option.isPresent() ? 1 : equals;
        }
        if (option.isEmpty()) {
            problems.at(
                    word.position(),
                    "'" + text + "' is no argument of the attack " + attack.name()
                            + Nearest.suggestion(text, allNames()) + "; it takes " + String.join(", ", allNames()));
            return text.startsWith("-")
                            && at + 1 < words.size()
                            && !text(words.get(at + 1)).startsWith("-")
                    ? at + 2
                    : at + 1;
        }
        if (option.get().isFlag()) {
            add(option.get(), word.position(), Tree.at(word.position(), Json.of(true)));
            return at + 1;
        }
        if (equals >= 0) {
            add(option.get(), word.position(), Tree.at(word.position(), Json.of(text.substring(equals + 1))));
            return at + 1;
        }
        if (at + 1 >= words.size()) {
            problems.at(word.position(), "'" + text + "' needs a value after it");
            return at + 1;
        }
        add(option.get(), word.position(), words.get(at + 1));
        return at + 2;
    }

    private void add(Option option, dev.shakeout.model.Position position, Tree value) {
        Tree.Member before = found.get(option.key());
        if (before == null) {
            found.put(option.key(), new Tree.Member(position, value));
        } else if (option.form() == Option.Form.LIST) {
            String both = text(before.value()) + "," + text(value);
            found.put(option.key(), new Tree.Member(before.position(), Tree.at(position, Json.of(both))));
        } else {
            problems.at(position, "'" + option.key() + "' is given twice; the first is at " + before.position());
        }
    }

    /** What stands beside the words: length: 60, egressPorts: ["^53"]. It must not say otherwise than they do. */
    CommandLine members(Tree.Obj beside) {
        beside.members().forEach((key, member) -> {
            if (member.value().isNull()) {
                return;
            }
            Optional<Option> option = named("--" + kebab(key));
            if (option.isEmpty()) {
                problems.at(
                        member.position(),
                        "unknown key '" + key + "' in the arguments of the attack " + attack.name()
                                + Nearest.suggestion(key, allKeys()) + "; it takes " + String.join(", ", allKeys()));
                return;
            }
            member(option.get(), key, member);
        });
        return this;
    }

    private void member(Option option, String key, Tree.Member member) {
        Tree value = joined(member.value());
        if (value.json().equals(Json.of("")) || (option.isFlag() && text(value).equals("false"))) {
            return;
        }
        Tree.Member said = found.putIfAbsent(option.key(), new Tree.Member(member.position(), value));
        if (said != null && !text(said.value()).equals(text(value))) {
            problems.at(
                    member.position(),
                    "'" + key + "' is " + text(value) + ", and " + text(said.value()) + " at " + said.position()
                            + "; say one of them");
        }
    }

    private static Tree joined(Tree value) {
        return value instanceof Tree.Arr list
                ? Tree.at(
                        list.position(),
                        Json.of(list.items().stream().map(CommandLine::text).collect(Collectors.joining(","))))
                : value;
    }

    Tree.Obj tree(dev.shakeout.model.Position position) {
        return new Tree.Obj(position, found);
    }

    private Optional<Option> named(String name) {
        return attack.options().stream()
                .filter(option -> option.names().contains(name))
                .findFirst();
    }

    private List<String> allNames() {
        return attack.options().stream()
                .flatMap(option -> option.names().stream())
                .toList();
    }

    private List<String> allKeys() {
        var keys = new ArrayList<String>();
        allNames().stream().filter(name -> name.startsWith("--")).forEach(name -> keys.add(camel(name.substring(2))));
        return keys;
    }

    static String text(Tree tree) {
        return tree.json().text();
    }

    private static String kebab(String camel) {
        return camel.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private static String camel(String kebab) {
        var words = kebab.split("-", -1);
        var camel = new StringBuilder(words[0]);
        for (int i = 1; i < words.length; i++) {
            camel.append(words[i].substring(0, 1).toUpperCase(Locale.ROOT)).append(words[i].substring(1));
        }
        return camel.toString();
    }
}
