package dev.shakeout.dialects.gremlin;

import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.foreign.Choices;
import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.dialects.foreign.Union;
import dev.shakeout.model.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An attack in any of its three forms: attackConfiguration, target and command, targetDefinition and impactDefinition. */
final class AttackBody {
    private static final Fidelity SAME = new Fidelity.Kept("nothing: attackConfiguration says it, and counts");
    private static final Field CONFIGURATION = Field.kept("attackConfiguration", "the faults and their targets");
    private static final Field COMMAND = Field.kept("command", "the faults");
    private static final Field TARGETS = Field.kept("targets[]", "the targets");
    private static final Field SERVICE = Field.kept("targets[].serviceId", "nothing: the strategy says what is hit")
            .or(new Fidelity.NotSupported(
                    "Gremlin's services are known to it alone; give a targetingStrategy, or have Gremlin itself carry it"
                            + " out by the fault gremlin/attack"));
    private static final Field STRATEGY = Field.kept("targets[].targetingStrategy", "the target");
    private static final Field STRATEGY_KIND =
            Field.kept("targets[].targetingStrategy.type", "kind: host, container, or pod for Kubernetes");
    private static final Field SAMPLING = Field.kept("sampling", "mode");
    private static final Field SAMPLING_TYPE = new Field(
            "sampling.type",
            List.of(new Fidelity.Approximated("nothing: which targets are chosen follows from the seed")));
    private static final Amount SAMPLED = new Amount("sampling.percent", "sampling.count");
    private static final Field NEW_TARGETS = Field.kept(
                    "includeNewTargets", "nothing: the plan names the targets, and no" + " others are hit")
            .or(
                    new Fidelity.Approximated(
                            "nothing: targets that come up while the attack runs are left alone, as the plan names those that are hit"));
    private static final Field EMPTY_TARGETS = Field.kept(
                    "continueOnEmptyTargets",
                    "nothing: a selector that finds nothing is an error before anything starts")
            .or(new Fidelity.Approximated(
                    "nothing: a selector that finds nothing is an error here, before anything starts"));

    private static final Field TARGET = Field.kept("target", "the target");
    private static final Field OLD_TYPE =
            Field.kept("target.type", "mode: all for Exact; one, or what exact or percent says, for Random");
    private static final Amount OLD_AMOUNT = new Amount("target.percent", "target.exact");
    private static final Field OLD_HOSTS = Field.kept("target.hosts", "kind: host")
            .or(new Fidelity.Approximated(
                    "kind: host, which is this one alone; what a target map names, if there is one"));
    private static final Field OLD_CONTAINERS = Field.kept("target.containers", "kind: container")
            .or(new Fidelity.NotSupported("containers are found by labels or ids; name some"));

    private static final Field DEFINITION = new Field("targetDefinition", List.of(SAME));
    private static final Field DEFINITION_KIND =
            Field.kept("targetDefinition.targetType", "kind: host, container, or pod for Kubernetes");
    private static final Field DEFINITION_STRATEGY_TYPE =
            Field.kept("targetDefinition.strategyType", "mode, with the count or percentage");
    private static final Field DEFINITION_STRATEGY = Field.kept("targetDefinition.strategy", "mode, and the target");
    private static final Field STRATEGY_TYPE =
            Field.kept("targetDefinition.strategy.type", "mode, with the count or percentage");
    private static final Amount DEFINED =
            new Amount("targetDefinition.strategy.percentage", "targetDefinition.strategy.count");
    private static final Field IMPACT = new Field("impactDefinition", List.of(SAME));

    private static final AnyCase KINDS = new AnyCase("host", "container", "kubernetes");
    private static final AnyCase EXACTLY = new AnyCase("exact", "random");

    private AttackBody() {}

    /** What can stand in any of the forms. */
    static List<Field> fields() {
        var fields = new ArrayList<>(List.of(SERVICE, STRATEGY_KIND, SAMPLING_TYPE));
        fields.addAll(SAMPLED.fields());
        fields.addAll(List.of(NEW_TARGETS, EMPTY_TARGETS, OLD_TYPE));
        fields.addAll(OLD_AMOUNT.fields());
        fields.addAll(List.of(
                DEFINITION,
                IMPACT,
                OLD_HOSTS,
                OLD_CONTAINERS,
                DEFINITION_KIND,
                DEFINITION_STRATEGY_TYPE,
                STRATEGY_TYPE));
        fields.addAll(DEFINED.fields());
        fields.addAll(SelectionFields.all());
        return fields;
    }

    /** Whether an object has what makes an attack. */
    static boolean isIn(Tree.Obj object) {
        return object.get("attackConfiguration").isPresent()
                || object.get("impactDefinition").isPresent()
                || (object.get("command").isPresent() && object.get("target").isPresent());
    }

    static Acts read(Sheet sheet, Choices choices) {
        sheet.take(NEW_TARGETS, Type.bool(), yes -> NEW_TARGETS.ways().get(yes ? 1 : 0));
        sheet.take(EMPTY_TARGETS, Type.bool(), yes -> EMPTY_TARGETS.ways().get(yes ? 1 : 0));
        if (sheet.look(CONFIGURATION).isPresent()) {
            sheet.record(DEFINITION, SAME);
            sheet.record(IMPACT, SAME);
            return sheet.open(CONFIGURATION)
                    .map(inner -> configured(inner, choices))
                    .orElse(Acts.NONE);
        }
        if (sheet.look(IMPACT).isPresent() || sheet.look(DEFINITION).isPresent()) {
            return both(sheet, IMPACT, DEFINITION) ? defined(sheet, choices) : Acts.NONE;
        }
        return both(sheet, COMMAND, TARGET) ? old(sheet, choices) : Acts.NONE;
    }

    /** Notes each that is missing. */
    private static boolean both(Sheet sheet, Field one, Field other) {
        boolean first = sheet.demand(one, "");
        return sheet.demand(other, "") && first;
    }

    private static Acts configured(Sheet inner, Choices choices) {
        Optional<Command> command =
                inner.demand(COMMAND, "") ? inner.open(COMMAND).flatMap(Command::read) : Optional.empty();
        var each = new ArrayList<Tree.Obj>();
        boolean host = false;
        if (inner.demand(TARGETS, "; it must be a list")) {
            for (Tree item : inner.items(TARGETS)) {
                Optional<Selected> selected = strategy(inner, item, choices);
                selected.ifPresent(found -> each.addAll(Resolved.targets(found, choices.targets(), inner.problems())));
                host |= selected.filter(found -> isThisHost(found, choices)).isPresent();
            }
        }
        List<Tree.Obj> targets = Union.of(each);
        Sheet sampling = inner.open(SAMPLING).orElse(inner);
        if (sampling != inner) {
            sampling.record(SAMPLING_TYPE);
        }
        Tree.Obj how = sampling == inner
                ? Draft.at(inner.position()).put("mode", "all").tree()
                : SAMPLED.read(sampling, targets.size(), host && targets.size() == 1, "all");
        return acts(command, targets, how);
    }

    private static boolean isThisHost(Selected selected, Choices choices) {
        return selected.kind().equals("host") && choices.targets().isEmpty();
    }

    private static Optional<Selected> strategy(Sheet inner, Tree item, Choices choices) {
        if (!(item instanceof Tree.Obj tree)) {
            inner.problems().at(item.position(), "an item of 'targets' must be an object with targetingStrategy");
            return Optional.empty();
        }
        Sheet target = inner.recorder().sheet(tree, "an item of 'targets'");
        boolean strategy = target.look(STRATEGY).isPresent();
        target.record(SERVICE, SERVICE.ways().get(strategy ? 0 : 1));
        if (!strategy) {
            if (target.look(SERVICE).isEmpty()) {
                target.demand(STRATEGY, "");
            }
            return Optional.empty();
        }
        return target.open(STRATEGY)
                .flatMap(sheet ->
                        kind(sheet, STRATEGY_KIND).map(kind -> SelectionFields.read(sheet, kind, choices.targets())));
    }

    private static Optional<String> kind(Sheet sheet, Field field) {
        return sheet.demand(field, "; it must be Host, Container or Kubernetes")
                ? sheet.take(field, KINDS).map(kind -> kind.equals("kubernetes") ? "pod" : kind)
                : Optional.empty();
    }

    private static Acts old(Sheet sheet, Choices choices) {
        Optional<Command> command = sheet.open(COMMAND).flatMap(Command::read);
        return sheet.open(TARGET).map(target -> old(command, target, choices)).orElse(Acts.NONE);
    }

    private static Acts old(Optional<Command> command, Sheet target, Choices choices) {
        boolean exactly = target.take(OLD_TYPE, EXACTLY).filter("exact"::equals).isPresent();
        boolean containers = target.look(OLD_CONTAINERS).isPresent();
        if (containers == target.look(OLD_HOSTS).isPresent()) {
            target.problems()
                    .at(
                            target.position(),
                            "a target needs either 'hosts' or 'containers', \"all\" or an object with ids or tags");
            OLD_AMOUNT.read(target, 1, false, "one");
            return Acts.NONE;
        }
        Field field = containers ? OLD_CONTAINERS : OLD_HOSTS;
        boolean map = !choices.targets().isEmpty();
        boolean all = target.look(field).filter(Tree.Scalar.class::isInstance).isPresent();
        if (all && !CommandLine.text(target.look(field).orElseThrow()).equals("all")) {
            target.wrong(
                    field,
                    "'" + field.key()
                            + "' must be \"all\", or an object with ids, multiSelectTags or multiSelectLabels");
        }
        target.record(field, field.ways().get(all && (!containers || !map) ? 1 : 0));
        String kind = containers ? "container" : "host";
        Optional<Selected> read = all
                ? Optional.of(new Selected(
                        target.positionOf(field), kind, List.of(), java.util.Map.of(), List.of(), List.of(), true))
                : target.open(field).map(inner -> SelectionFields.read(inner, kind, choices.targets()));
        if (read.isEmpty()) { // a list, which open has noted
            OLD_AMOUNT.read(target, 1, false, "one");
            return Acts.NONE;
        }
        Selected selected = read.get();
        List<Tree.Obj> targets = Union.of(Resolved.targets(selected, choices.targets(), target.problems()));
        Tree.Obj how = OLD_AMOUNT.read(target, targets.size(), isThisHost(selected, choices), exactly ? "all" : "one");
        return acts(command, targets, how);
    }

    private static Acts defined(Sheet sheet, Choices choices) {
        Optional<Command> command = sheet.open(IMPACT).flatMap(Command::read);
        return sheet.open(DEFINITION)
                .map(target -> defined(command, target, choices))
                .orElse(Acts.NONE);
    }

    private static Acts defined(Optional<Command> command, Sheet target, Choices choices) {
        Optional<Sheet> strategy = target.open(DEFINITION_STRATEGY);
        Sheet inner = strategy.orElse(target);
        boolean exactly = target.take(DEFINITION_STRATEGY_TYPE, EXACTLY)
                .filter("exact"::equals)
                .isPresent();
        strategy.ifPresent(sheet -> sheet.record(STRATEGY_TYPE));
        boolean objects = List.of(target, inner).stream()
                .anyMatch(where -> where.look(Field.kept("k8sObjects", "")).isPresent());
        String kind = target.look(DEFINITION_KIND).isEmpty() && objects
                ? "pod"
                : kind(target, DEFINITION_KIND).orElse("host");
        var parts = new ArrayList<>(List.of(SelectionFields.read(target, kind, choices.targets())));
        if (inner != target) {
            parts.add(SelectionFields.read(inner, kind, choices.targets()));
        }
        Selected selected = merged(parts);
        List<Tree.Obj> targets = Union.of(Resolved.targets(selected, choices.targets(), target.problems()));
        if (targets.isEmpty() && kind.equals("pod") && !objects) {
            target.problems().at(target.position(), "'k8sObjects' is missing in the target; it must name what is hit");
        }
        return acts(
                command,
                targets,
                DEFINED.read(inner, targets.size(), isThisHost(selected, choices), exactly ? "all" : "one"));
    }

    /** The strategy may stand in an object of its own. */
    private static Selected merged(List<Selected> parts) {
        Selected one = parts.getFirst();
        for (Selected other : parts.subList(1, parts.size())) {
            var ids = new ArrayList<>(one.ids());
            ids.addAll(other.ids());
            var tags = new java.util.LinkedHashMap<>(one.tags());
            tags.putAll(other.tags());
            var objects = new ArrayList<>(one.objects());
            objects.addAll(other.objects());
            var containers = new ArrayList<>(one.containers());
            containers.addAll(other.containers());
            one = new Selected(one.position(), one.kind(), ids, tags, objects, containers, one.all() && other.all());
        }
        return one;
    }

    private static Acts acts(Optional<Command> command, List<Tree.Obj> targets, Tree.Obj how) {
        return command.map(known -> known.acts(targets, how)).orElse(Acts.NONE);
    }
}
