package dev.shakeout.dialects.chaosmesh;

import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.GoDuration;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What chaosd does, and under which key its arguments stand (api/v1alpha1/physical_machine_chaos_types.go). Each argument is
 * a {@link Rule}: the field, and how it becomes an argument of ours.
 */
final class MachineActions {
    /** @param rules of the fields under the key that has the action's name */
    record Action(String name, String fault, List<Rule> rules) {}

    /** How a field becomes an argument. */
    @FunctionalInterface
    interface How {
        void put(Sheet from, Field field, Draft arguments);
    }

    record Rule(Field field, How how) {}

    /** @param target that the action itself names: a process */
    record Does(Hit.Call call, Optional<Tree.Obj> target) {}

    private static final String PATH = "spec.";
    private static final Fidelity.NotSupported STRESS_NG =
            new Fidelity.NotSupported("no stress-ng is started here; leave it out");

    private static final List<Action> ALL = List.of(
            action(
                    "stress-cpu",
                    "cpu/load",
                    rule("stress-cpu.load", "load", MachineActions::percent),
                    rule("stress-cpu.workers", "cores", MachineActions::whole),
                    refused("stress-cpu.options", STRESS_NG)),
            action(
                    "stress-mem",
                    "memory/fill",
                    rule("stress-mem.size", "size, or percent", MachineActions::size),
                    refused("stress-mem.options", STRESS_NG)),
            action(
                    "disk-fill",
                    "disk/fill",
                    rule("disk-fill.size", "size, or percent", MachineActions::size),
                    rule("disk-fill.path", "path", (from, field, draft) -> text(from, field, draft, "path")),
                    ignored("disk-fill.fill-by-fallocate", "nothing: how the file grows is Shakeout's choice")),
            load("disk-read-payload", "read"),
            load("disk-write-payload", "write"),
            network(
                    "network-delay",
                    "network/delay",
                    rule(
                            "network-delay.latency",
                            "latency",
                            (from, field, draft) -> span(from, field, draft, "latency")),
                    rule("network-delay.jitter", "jitter", (from, field, draft) -> span(from, field, draft, "jitter"))),
            network(
                    "network-loss",
                    "network/loss",
                    rule(
                            "network-loss.percent",
                            "loss",
                            (from, field, draft) -> Share.put(draft, "loss", from, field))),
            network(
                    "network-duplicate",
                    "network/duplicate",
                    rule(
                            "network-duplicate.percent",
                            "duplicate",
                            (from, field, draft) -> Share.put(draft, "duplicate", from, field))),
            network(
                    "network-corrupt",
                    "network/corrupt",
                    rule(
                            "network-corrupt.percent",
                            "corrupt",
                            (from, field, draft) -> Share.put(draft, "corrupt", from, field))),
            action(
                    "network-partition",
                    "network/block",
                    rule("network-partition.direction", "direction: to is out, from is in", MachineActions::direction),
                    rule(
                            "network-partition.ip-address",
                            "peers",
                            (from, field, draft) -> list(from, field, draft, "peers")),
                    rule(
                            "network-partition.hostname",
                            "peers",
                            (from, field, draft) -> list(from, field, draft, "peers")),
                    rule("network-partition.ip-protocol", "protocol", MachineActions::protocol),
                    rule(
                            "network-partition.device",
                            "interface",
                            (from, field, draft) -> text(from, field, draft, "interface")),
                    refused(
                            "network-partition.accept-tcp-flags",
                            new Fidelity.NotSupported("packets are not told apart by their flags; leave it out"))),
            action(
                    "process",
                    "process/kill",
                    rule("process.signal", "signal", MachineActions::signal),
                    rule("process.process", "the target: a process by this name, or this pid", (_, _, _) -> {})),
            action(
                    "clock",
                    "time/skew",
                    rule("clock.time-offset", "offset", MachineActions::offset),
                    rule("clock.pid", "the target: the process of this pid", (_, _, _) -> {}),
                    rule(
                            "clock.clock-ids-slice",
                            "nothing: CLOCK_REALTIME is what time/skew changes",
                            MachineActions::clocks)));

    private MachineActions() {}

    private static Action action(String name, String fault, Rule... rules) {
        return new Action(name, fault, List.of(rules));
    }

    private static Action load(String name, String operation) {
        return action(
                name,
                "disk/io-load",
                rule(name + ".path", "path", (from, field, draft) -> {
                    draft.put("operation", operation);
                    from.demand(field, "; it must be a folder on the disk to keep busy");
                    text(from, field, draft, "path");
                }),
                rule(name + ".size", "size", MachineActions::size),
                rule(
                        name + ".payload-process-num",
                        "workers",
                        (from, field, draft) -> from.take(field, Type.integer(1, 255))
                                .ifPresent(
                                        count -> draft.put("workers", from.positionOf(field), Json.of((long) count)))));
    }

    private static Action network(String name, String fault, Rule... own) {
        var rules = new ArrayList<>(Arrays.asList(own));
        rules.addAll(List.of(
                rule(
                        name + ".correlation",
                        "correlation",
                        (from, field, draft) -> Share.put(draft, "correlation", from, field)),
                rule(name + ".device", "interface", (from, field, draft) -> text(from, field, draft, "interface")),
                rule(
                        name + ".ip-address",
                        "peers; everybody if neither it nor hostname is given",
                        (from, field, draft) -> list(from, field, draft, "peers")),
                rule(name + ".hostname", "peers", (from, field, draft) -> list(from, field, draft, "peers")),
                rule(name + ".ip-protocol", "protocol", MachineActions::protocol),
                rule(name + ".source-port", "port, if it is one", MachineActions::port),
                rule(name + ".egress-port", "peer-ports", MachineActions::ports)));
        return new Action(name, fault, rules);
    }

    private static Rule rule(String path, String as, How how) {
        return new Rule(Field.kept(PATH + path, as), how);
    }

    private static Rule ignored(String path, String how) {
        return new Rule(Field.approximated(PATH + path, how), (from, field, _) -> from.record(field));
    }

    private static Rule refused(String path, Fidelity.NotSupported why) {
        return new Rule(new Field(PATH + path, List.of(why)), (from, field, _) -> from.record(field));
    }

    static List<String> names() {
        return ALL.stream().map(Action::name).toList();
    }

    static Optional<Action> named(String name) {
        return ALL.stream().filter(action -> action.name().equals(name)).findFirst();
    }

    static List<Field> fields() {
        return ALL.stream()
                .flatMap(action -> action.rules().stream().map(Rule::field))
                .toList();
    }

    static Does read(Sheet spec, Action action) {
        var own = new Field(PATH + action.name(), List.of());
        Draft arguments = Draft.at(spec.position());
        Optional<Sheet> under = spec.demand(own, ", as the action says") ? spec.open(own) : Optional.empty();
        under.ifPresent(sheet -> action.rules().forEach(rule -> rule.how().put(sheet, rule.field(), arguments)));
        boolean network = action.fault().startsWith("network/");
        if (network && arguments.tree().get("peers").isEmpty()) {
            arguments.put("peers", Json.of(List.of(Json.of("any"))));
        }
        if (action.fault().equals("network/block")) {
            arguments.put("how", "drop");
        }
        return new Does(Hit.Call.of(action.fault(), arguments), under.flatMap(sheet -> target(sheet, action)));
    }

    private static Optional<Tree.Obj> target(Sheet sheet, Action action) {
        return action.rules().stream()
                .map(Rule::field)
                .filter(field -> field.path().endsWith(".pid") || field.path().endsWith("process.process"))
                .findFirst()
                .filter(field -> sheet.demand(field, "; it says which process"))
                .flatMap(field -> sheet.take(field, Type.text()).map(text -> process(sheet, field, text)));
    }

    private static Tree.Obj process(Sheet sheet, Field field, String named) {
        boolean pid = named.matches("\\d{1,9}");
        return Draft.at(sheet.positionOf(field))
                .put("kind", "process")
                .put(pid ? "pid" : "name", pid ? Json.of(Long.parseLong(named)) : Json.of(named))
                .put("mode", "all")
                .tree();
    }

    private static void percent(Sheet from, Field field, Draft draft) {
        from.take(field, Type.integer(0, 100))
                .ifPresent(load -> draft.put("load", from.positionOf(field), Json.of(load + "%")));
        if (from.look(field).isEmpty()) {
            draft.put("load", "100%");
        }
    }

    private static void whole(Sheet from, Field field, Draft draft) {
        from.take(field, Type.integer(1, 8192))
                .ifPresent(count -> draft.put("cores", from.positionOf(field), Json.of((long) count)));
    }

    private static void size(Sheet from, Field field, Draft draft) {
        from.take(field, Size.TYPE)
                .ifPresent(size -> draft.put(size.share() ? "percent" : "size", from.positionOf(field), size.ours()));
    }

    private static void text(Sheet from, Field field, Draft draft, String key) {
        new Arguments(from, draft).text(field, key);
    }

    private static void span(Sheet from, Field field, Draft draft, String key) {
        new Arguments(from, draft).duration(field, key);
    }

    /** What is there already stays: an address and a host name are peers both. */
    private static void list(Sheet from, Field field, Draft draft, String key) {
        from.take(field, Type.text()).filter(text -> !text.isEmpty()).ifPresent(text -> {
            var items = new ArrayList<Json>();
            draft.tree()
                    .get(key)
                    .ifPresent(before -> items.addAll(((Json.Arr) before.value().json()).items()));
            Arrays.stream(text.split(",", -1)).map(String::strip).map(Json::of).forEach(items::add);
            draft.put(key, from.positionOf(field), Json.of(items));
        });
    }

    private static void direction(Sheet from, Field field, Draft draft) {
        String direction = from.take(field, Type.choice("to", "from")).orElse("to");
        draft.put("direction", from.positionOf(field), Json.of(direction.equals("to") ? "out" : "in"));
    }

    private static void protocol(Sheet from, Field field, Draft draft) {
        from.take(field, Type.choice("tcp", "udp", "icmp", "all", ""))
                .filter(word -> !word.isEmpty())
                .ifPresent(word ->
                        draft.put("protocol", from.positionOf(field), Json.of(word.equals("all") ? "any" : word)));
    }

    private static void port(Sheet from, Field field, Draft draft) {
        from.take(field, Type.integer(1, 65_535))
                .ifPresent(port -> draft.put("port", from.positionOf(field), Json.of((long) port)));
    }

    /** 80, or 8001:8010, with commas between them. */
    private static void ports(Sheet from, Field field, Draft draft) {
        from.take(field, Type.text())
                .filter(text -> !text.isEmpty())
                .ifPresent(text -> draft.put(
                        "peer-ports",
                        from.positionOf(field),
                        Json.of(Arrays.stream(text.split(",", -1))
                                .map(part -> Json.of(part.strip().replace(':', '-')))
                                .toList())));
    }

    private static void signal(Sheet from, Field field, Draft draft) {
        from.take(field, Type.integer(1, 64))
                .ifPresent(number -> draft.put("signal", from.positionOf(field), Json.of(String.valueOf(number))));
    }

    private static void offset(Sheet from, Field field, Draft draft) {
        from.require(field, GoDuration.SIGNED)
                .ifPresent(offset -> draft.put(
                        "offset",
                        from.positionOf(field),
                        Json.of((offset.isNegative() ? "" : "+")
                                + GoDuration.ours(offset).text())));
    }

    private static void clocks(Sheet from, Field field, Draft draft) {
        from.take(field, new Type<String>() {
            @Override
            public String name() {
                return "text";
            }

            @Override
            public String allowed() {
                return "CLOCK_REALTIME, the only clock that is changed";
            }

            @Override
            public String parse(Json json) {
                if (json.text().isEmpty() || json.text().equals("CLOCK_REALTIME")) {
                    return json.text();
                }
                throw new BadValue("'" + json.text() + "' names others too");
            }

            @Override
            public Json.Obj schema() {
                return Json.object("type", "string");
            }
        });
    }
}
