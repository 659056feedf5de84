package dev.shakeout.dialects.chaosmesh;

import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Form;
import dev.shakeout.dialects.foreign.Sheet;
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

    /** @param origin the argument of ours that it is written from, if one is */
    record Rule(Field field, How how, Optional<Back> origin) {
        /** The argument of ours. */
        record Back(String ours, Form form) {}

        Rule from(String ours, Form form) {
            return new Rule(field, how, Optional.of(new Back(ours, form)));
        }
    }

    /** @param target that the action itself names: a process */
    record Does(Hit.Call call, Optional<Tree.Obj> target) {}

    static final String PATH = "spec.";
    private static final Fidelity.NotSupported STRESS_NG =
            new Fidelity.NotSupported("no stress-ng is started here; leave it out");

    private static final List<Action> ALL = List.of(
            action(
                    "stress-cpu",
                    "cpu/load",
                    rule("stress-cpu.load", "load", MachineArguments::percent).from("load", Form.WHOLE_PERCENT),
                    rule("stress-cpu.workers", "cores", MachineArguments::whole).from("cores", StressChaos.CORES),
                    refused("stress-cpu.options", STRESS_NG)),
            action(
                    "stress-mem",
                    "memory/fill",
                    rule("stress-mem.size", "size, or percent", MachineArguments::size)
                            .from("size", Form.TEXT),
                    refused("stress-mem.options", STRESS_NG)),
            action(
                    "disk-fill",
                    "disk/fill",
                    rule("disk-fill.size", "size, or percent", MachineArguments::size)
                            .from("size", Form.TEXT),
                    rule(
                                    "disk-fill.path",
                                    "path",
                                    (from, field, draft) -> MachineArguments.text(from, field, draft, "path"))
                            .from("path", Form.TEXT),
                    ignored("disk-fill.fill-by-fallocate", "nothing: how the file grows is Shakeout's choice")),
            load("disk-read-payload", "read"),
            load("disk-write-payload", "write"),
            network(
                    "network-delay",
                    "network/delay",
                    rule(
                                    "network-delay.latency",
                                    "latency",
                                    (from, field, draft) -> MachineArguments.span(from, field, draft, "latency"))
                            .from("latency", Form.SPAN),
                    rule(
                                    "network-delay.jitter",
                                    "jitter",
                                    (from, field, draft) -> MachineArguments.span(from, field, draft, "jitter"))
                            .from("jitter", Form.SPAN)),
            network(
                    "network-loss",
                    "network/loss",
                    rule("network-loss.percent", "loss", (from, field, draft) -> Share.put(draft, "loss", from, field))
                            .from("loss", Form.PERCENT)),
            network(
                    "network-duplicate",
                    "network/duplicate",
                    rule(
                                    "network-duplicate.percent",
                                    "duplicate",
                                    (from, field, draft) -> Share.put(draft, "duplicate", from, field))
                            .from("duplicate", Form.PERCENT)),
            network(
                    "network-corrupt",
                    "network/corrupt",
                    rule(
                                    "network-corrupt.percent",
                                    "corrupt",
                                    (from, field, draft) -> Share.put(draft, "corrupt", from, field))
                            .from("corrupt", Form.PERCENT)),
            action(
                    "network-partition",
                    "network/block",
                    rule("network-partition.direction", "direction: to is out, from is in", MachineArguments::direction)
                            .from("direction", MachineForms.DIRECTION),
                    rule(
                            "network-partition.ip-address",
                            "peers",
                            (from, field, draft) -> MachineArguments.list(from, field, draft, "peers")),
                    rule(
                            "network-partition.hostname",
                            "peers",
                            (from, field, draft) -> MachineArguments.list(from, field, draft, "peers")),
                    rule("network-partition.ip-protocol", "protocol", MachineArguments::protocol)
                            .from("protocol", MachineForms.PROTOCOL),
                    rule(
                                    "network-partition.device",
                                    "interface",
                                    (from, field, draft) -> MachineArguments.text(from, field, draft, "interface"))
                            .from("interface", Form.TEXT),
                    refused(
                            "network-partition.accept-tcp-flags",
                            new Fidelity.NotSupported("packets are not told apart by their flags; leave it out"))),
            action(
                    "process",
                    "process/kill",
                    rule("process.signal", "signal", MachineArguments::signal).from("signal", MachineForms.SIGNAL),
                    rule("process.process", "the target: a process by this name, or this pid", (_, _, _) -> {})),
            action(
                    "clock",
                    "time/skew",
                    rule("clock.time-offset", "offset", MachineArguments::offset)
                            .from("offset", Form.always(SignedSpan::theirs)),
                    rule("clock.pid", "the target: the process of this pid", (_, _, _) -> {}),
                    rule(
                            "clock.clock-ids-slice",
                            "nothing: CLOCK_REALTIME is what time/skew changes",
                            MachineArguments::clocks)),
            method("latency", rule("jvm-latency.latency", "latency, in milliseconds", MachineArguments::millis)),
            method("exception", rule("jvm-exception.exception", "exception", MachineArguments::exception)),
            method(
                    "return",
                    rule(
                            "jvm-return.value",
                            "value",
                            (from, field, draft) -> MachineArguments.text(from, field, draft, "value"))),
            jvm("gc"),
            jvm(
                    "stress",
                    rule("jvm-stress.cpu-count", "cores", MachineArguments::threads),
                    ways(
                            "jvm-stress.mem-type",
                            MachineArguments::memory,
                            MachineArguments.HEAP,
                            MachineArguments.STACK)));

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
                            MachineArguments.text(from, field, draft, "path");
                        })
                        .from("path", Form.TEXT),
                rule(name + ".size", "size", MachineArguments::size).from("size", Form.TEXT),
                rule(
                                name + ".payload-process-num",
                                "workers",
                                (from, field, draft) -> from.take(field, Type.integer(1, 255))
                                        .ifPresent(count ->
                                                draft.put("workers", from.positionOf(field), Json.of((long) count))))
                        .from("workers", Form.WHOLE));
    }

    private static Action network(String name, String fault, Rule... own) {
        var rules = new ArrayList<>(Arrays.asList(own));
        rules.addAll(List.of(
                rule(
                                name + ".correlation",
                                "correlation",
                                (from, field, draft) -> Share.put(draft, "correlation", from, field))
                        .from("correlation", Form.PERCENT),
                rule(
                                name + ".device",
                                "interface",
                                (from, field, draft) -> MachineArguments.text(from, field, draft, "interface"))
                        .from("interface", Form.TEXT),
                rule(
                        name + ".ip-address",
                        "peers; everybody if neither it nor hostname is given",
                        (from, field, draft) -> MachineArguments.list(from, field, draft, "peers")),
                rule(
                        name + ".hostname",
                        "peers",
                        (from, field, draft) -> MachineArguments.list(from, field, draft, "peers")),
                rule(name + ".ip-protocol", "protocol", MachineArguments::protocol)
                        .from("protocol", MachineForms.PROTOCOL),
                rule(name + ".source-port", "port, if it is one", MachineArguments::port)
                        .from("port", Form.TEXT),
                rule(name + ".egress-port", "peer-ports", MachineArguments::ports)
                        .from("peer-ports", MachineForms.PORTS)));
        return new Action(name, fault, rules);
    }

    private static Action method(String name, Rule own) {
        String key = "jvm-" + name;
        return jvm(
                name,
                rule(
                        key + ".class",
                        "class",
                        (from, field, draft) -> MachineArguments.text(from, field, draft, "class")),
                rule(
                        key + ".method",
                        "method",
                        (from, field, draft) -> MachineArguments.text(from, field, draft, "method")),
                own);
    }

    private static Action jvm(String name, Rule... own) {
        String key = "jvm-" + name;
        var rules = new ArrayList<>(List.of(
                rule(key + ".pid", "the target: the process of this pid", (_, _, _) -> {}),
                rule(
                        key + ".port",
                        "nothing: the agent is not spoken to by the network",
                        (from, field, _) -> from.record(field))));
        rules.addAll(List.of(own));
        return new Action(key, "jvm/" + name, rules);
    }

    private static Rule ways(String path, How how, Fidelity... ways) {
        return new Rule(new Field(PATH + path, List.of(ways)), how, Optional.empty());
    }

    private static Rule rule(String path, String as, How how) {
        return new Rule(Field.kept(PATH + path, as), how, Optional.empty());
    }

    private static Rule ignored(String path, String how) {
        return new Rule(Field.approximated(PATH + path, how), (from, field, _) -> from.record(field), Optional.empty());
    }

    private static Rule refused(String path, Fidelity.NotSupported why) {
        return new Rule(new Field(PATH + path, List.of(why)), (from, field, _) -> from.record(field), Optional.empty());
    }

    static List<Action> all() {
        return ALL;
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

    /** Where the number of the process stands that an action is about, or its name if it can have one. */
    static String process(String fault) {
        return switch (fault) {
            case "process/kill" -> PATH + "process.process";
            case "time/skew" -> PATH + "clock.pid";
            default -> PATH + "jvm-" + fault.substring(fault.indexOf('/') + 1) + ".pid";
        };
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
}
