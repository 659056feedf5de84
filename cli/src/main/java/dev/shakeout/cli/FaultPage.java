package dev.shakeout.cli;

import dev.shakeout.engine.Catalog;
import dev.shakeout.engine.Fault;
import dev.shakeout.engine.MildArguments;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Json;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Span;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What there is to know of one fault, in Markdown, from its descriptor and its rungs alone. */
record FaultPage(Fault fault, Catalog catalog) {
    /** Where an example finds its target, by the target's kind; the first that the fault can hit is taken. */
    private static final List<Map.Entry<String, String>> TARGETS = List.of(
            Map.entry("process", "{kind: process, name: shop-api, mode: one}"),
            Map.entry("link", "{kind: link, name: shop-database}"),
            Map.entry("host", "{kind: host}"),
            Map.entry("container", "{kind: container, name: shop-api, mode: one}"),
            Map.entry("pod", "{kind: pod, namespace: shop, owner: deployment/api, mode: one}"),
            Map.entry("workload", "{kind: workload, namespace: shop, name: api, mode: one}"),
            Map.entry("service", "{kind: service, namespace: shop, name: api, mode: one}"),
            Map.entry("config", "{kind: config, namespace: shop, name: api-settings, mode: one}"),
            Map.entry("autoscaler", "{kind: autoscaler, namespace: shop, name: api, mode: one}"),
            Map.entry("namespace", "{kind: namespace, name: shop, mode: one}"),
            Map.entry("node", "{kind: node, labels: {pool: spare}, mode: one}"),
            Map.entry(
                    "gremlin", "{kind: gremlin, team: 9676868b-60d2-5ebe-aa66-c1de8162ff9d, key: \"${gremlin_key}\"}"),
            Map.entry("chaostoolkit", "{kind: chaostoolkit, program: /opt/chaos/venv}"));

    /** Where files are broken in an example. */
    private static final Path PLACE = Path.of("/srv/shop");

    private String name() {
        return fault.descriptor().name();
    }

    String file() {
        return name().replace('/', '-') + ".md";
    }

    /** Its row in the list of all. */
    String row() {
        return "| [%s](%s) | %s | %s |"
                .formatted(name(), file(), cell(fault.descriptor().summary()), kinds());
    }

    private String kinds() {
        return String.join(", ", catalog.kinds(fault));
    }

    String text() {
        return """
                # %s

                %s

                Targets: %s.

                What is measured while it is on, and again after it: %s.

                ## Arguments

                %s

                ## Ways to bring it about

                The plan takes the first that holds where it runs; `shakeout doctor` says which do.

                | way | needs | how it is taken back |
                | --- | --- | --- |
                %s

                ## Example

                ```yaml
                %s
                ```
                """.formatted(
                        name(),
                        fault.descriptor().summary(),
                        catalog.kinds(fault).stream().map(this::target).collect(Collectors.joining("; ")),
                        fault.effect(),
                        arguments(),
                        fault.rungs().stream().map(FaultPage::way).collect(Collectors.joining("\n")),
                        example());
    }

    /** A kind of target, and by what it is found. */
    private String target(String kind) {
        String criteria = catalog.finder(kind).descriptor().parameters().stream()
                .map(parameter -> "`" + parameter.name() + "`")
                .collect(Collectors.joining(", "));
        return criteria.isEmpty() ? kind : kind + " (by " + criteria + ")";
    }

    private String arguments() {
        List<Parameter<?>> parameters = fault.descriptor().parameters();
        return parameters.isEmpty()
                ? "It takes none."
                : """
                | argument | takes | if not given | meaning |
                | --- | --- | --- | --- |
                """ + parameters.stream().map(FaultPage::argument).collect(Collectors.joining("\n"));
    }

    private static String argument(Parameter<?> parameter) {
        String otherwise = parameter.required()
                ? "required"
                : parameter.fallback().map(FaultPage::written).orElse("–");
        return "| `%s` | %s | %s | %s |"
                .formatted(parameter.name(), cell(parameter.type().allowed()), cell(otherwise), cell(parameter.help()));
    }

    private static String way(Rung rung) {
        return "| %s | %s | %s |".formatted(cell(rung.name()), cell(rung.needs()), cell(rung.inverse()));
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("<", "&lt;");
    }

    /** A value as it stands in a file. */
    static String written(Object value) {
        return switch (value) {
            case Duration duration -> Span.words(duration);
            case Json json -> json.compact();
            case String text when text.equals("null") -> Json.of(text).compact(); // or it would be none
            default -> value.toString();
        };
    }

    /** Text as it stands in a file: a colon with a space after it would begin a value. */
    private static String scalar(String text) {
        return text.contains(": ") || text.contains(" #") ? Json.of(text).compact() : text;
    }

    private String example() {
        String target = TARGETS.stream()
                .filter(entry -> fault.targetKinds().contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow();
        String arguments = MildArguments.of(fault.descriptor(), PLACE).values().entrySet().stream()
                .map(entry -> entry.getKey() + ": " + written(entry.getValue()).replace(" ", ""))
                .collect(Collectors.joining(", "));
        return """
                title: What if this happens?
                description: %s
                method:
                  - type: action
                    name: bring it about
                    provider:
                      type: fault
                      fault: %s
                      target: %s
                %s      duration: 30s""".formatted(
                        scalar(fault.descriptor().summary()),
                        name(),
                        target,
                        arguments.isEmpty() ? "" : "      arguments: {" + arguments + "}\n");
    }
}
