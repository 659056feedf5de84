package dev.shakeout.dialects.gremlin;

import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.model.Nearest;
import dev.shakeout.model.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What an attack does: its kind and its arguments, in the new form and in the old. */
record Command(Attack attack, Sheet arguments) {
    private static final Field NEW_TYPE = Field.kept("infraCommandType", "the faults; see each kind of attack");
    private static final Field OLD_TYPE = Field.kept("commandType", "the faults; see each kind of attack");
    private static final Field TYPE =
            Field.kept("type", "the faults, where commandType is not given; see each kind of attack");
    private static final Field NEW_ARGUMENTS = Field.kept("infraCommandArgs", "arguments");
    private static final Field CLI = Field.kept("cliArgs", "arguments and duration; see each kind of attack");
    private static final Field ARGS = Field.kept("args", "arguments and duration; see each kind of attack");
    private static final Fidelity EMPTY = new Fidelity.Kept("nothing: it is empty");
    private static final Fidelity NO_NAMES = new Fidelity.NotSupported(
            "which addresses stand for it is known to Gremlin alone; name hosts or addresses by --hostnames or"
                    + " --ipaddresses");
    private static final Field PROVIDERS = new Field("providers", List.of(EMPTY, NO_NAMES));
    private static final Field IMPACT_MAPPING = new Field("trafficImpactMapping", List.of(EMPTY, NO_NAMES));
    private static final Set<String> OTHERS = Set.of("type", "cliArgs", "providers", "trafficImpactMapping");

    static List<Field> fields() {
        return List.of(NEW_TYPE, OLD_TYPE, TYPE, CLI, ARGS, PROVIDERS, IMPACT_MAPPING);
    }

    static Optional<Command> read(Sheet sheet) {
        Field named = List.of(NEW_TYPE, OLD_TYPE, TYPE).stream()
                .filter(field -> sheet.look(field).isPresent())
                .findFirst()
                .orElse(NEW_TYPE);
        List.of(NEW_TYPE, OLD_TYPE, TYPE).forEach(sheet::record);
        List.of(PROVIDERS, IMPACT_MAPPING).forEach(field -> unknown(sheet, field));
        Optional<Tree> beside = sheet.look(NEW_ARGUMENTS);
        Optional<Tree> args = sheet.look(ARGS);
        if (!sheet.demand(named, "; it must be one of " + String.join(", ", Attacks.names()))) {
            return Optional.empty();
        }
        String type = sheet.look(named, Type.text()).orElse("");
        Optional<Attack> attack = Attacks.named(type);
        if (attack.isEmpty()) {
            sheet.wrong(
                    named,
                    "there is no attack '" + type + "'" + Nearest.suggestion(type, Attacks.names())
                            + "; it must be one of " + String.join(", ", Attacks.names()));
            return Optional.empty();
        }
        var line = new CommandLine(attack.get(), sheet.problems());
        var position = args.or(() -> beside).map(Tree::position).orElse(sheet.position());
        if (args.isPresent()) {
            sheet.record(ARGS);
            line.words(sheet.items(ARGS));
        }
        if (beside.isPresent()) {
            sheet.open(NEW_ARGUMENTS).ifPresent(inner -> newArguments(inner, (Tree.Obj) beside.get(), line));
        }
        Sheet read = sheet.recorder()
                .sheet(
                        line.tree(position),
                        "the arguments of the attack " + attack.get().name());
        attack.get().options().forEach(option -> read.look(option.field()));
        return Optional.of(new Command(attack.get(), read));
    }

    private static void newArguments(Sheet inner, Tree.Obj tree, CommandLine line) {
        Optional<Tree> words = inner.look(CLI);
        inner.record(TYPE);
        inner.record(CLI);
        List.of(PROVIDERS, IMPACT_MAPPING).forEach(field -> unknown(inner, field));
        if (words.isPresent()) {
            line.words(inner.items(CLI));
        }
        var rest = new LinkedHashMap<String, Tree.Member>();
        tree.members().forEach((key, member) -> {
            if (!OTHERS.contains(key)) {
                rest.put(key, member);
                inner.look(Field.kept(key, "")); // the command line's own sheet complains of it
            }
        });
        line.members(new Tree.Obj(tree.position(), rest));
    }

    private static void unknown(Sheet sheet, Field field) {
        sheet.look(field)
                .ifPresent(value ->
                        sheet.record(field, field.ways().get(value.json().truthy() ? 1 : 0)));
    }

    /** @param how the mode, which is added to each target */
    Acts acts(List<Tree.Obj> targets, Tree.Obj how) {
        if (attack.name().equals(CertificatesAttack.NAME)) {
            arguments.note(attack.whole(), attack.on("host"));
            return new Acts(
                    arguments.position(), attack.name(), List.of(), List.of(CertificatesAttack.look(arguments)));
        }
        Attack.Struck struck = attack.read(arguments);
        var hits = new ArrayList<Acts.Hit>();
        for (Tree.Obj target : targets) {
            String kind = target.get("kind")
                    .map(member -> CommandLine.text(member.value()))
                    .orElse("");
            Fidelity way = attack.on(kind);
            arguments.note(attack.whole(), way);
            if (!(way instanceof Fidelity.NotSupported)) {
                Tree.Obj whole =
                        Draft.at(target.position()).all(target).all(how).tree();
                struck.on(kind).forEach(strike -> hits.add(new Acts.Hit(strike, whole)));
            }
        }
        return new Acts(arguments.position(), attack.name(), hits, List.of());
    }
}
