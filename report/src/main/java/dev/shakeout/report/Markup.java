package dev.shakeout.report;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A piece of HTML or XML. Text is escaped when written, so no caller can forget it; the result is well-formed XML. */
sealed interface Markup {
    record Tag(String name, List<Markup> content) implements Markup {}

    record Attribute(String name, String value) implements Markup {}

    record Text(String value) implements Markup {}

    /** Written as it is: our own style sheet only. */
    record Raw(String value) implements Markup {}

    record Group(List<Markup> parts) implements Markup {}

    /** HTML elements that have no end tag. */
    Set<String> VOID = Set.of("meta", "br", "hr", "col");

    static Markup tag(String name, Markup... content) {
        return new Tag(name, List.of(content));
    }

    static Markup attribute(String name, String value) {
        return new Attribute(name, value);
    }

    static Markup attribute(String name, double value) {
        return new Attribute(name, Svg.number(value));
    }

    static Markup style(String classes) {
        return new Attribute("class", classes);
    }

    static Markup text(String value) {
        return new Text(value);
    }

    static Markup group(Markup... parts) {
        return new Group(List.of(parts));
    }

    static Markup group(Stream<? extends Markup> parts) {
        return new Group(List.copyOf(parts.toList()));
    }

    static Markup none() {
        return new Group(List.of());
    }

    default String write() {
        var out = new StringBuilder();
        write(out);
        return out.toString();
    }

    private void write(StringBuilder out) {
        switch (this) {
            case Tag(var name, var content) -> {
                out.append('<').append(name);
                var flat = content.stream().flatMap(Markup::flat).toList();
                flat.stream().filter(Attribute.class::isInstance).forEach(part -> part.write(out));
                if (VOID.contains(name)) {
                    out.append(" />");
                    return;
                }
                out.append('>');
                flat.stream().filter(part -> !(part instanceof Attribute)).forEach(part -> part.write(out));
                out.append("</").append(name).append('>');
            }
            case Attribute(var name, var value) ->
                out.append(' ')
                        .append(name)
                        .append("=\"")
                        .append(escaped(value))
                        .append('"');
            case Text(var value) -> out.append(escaped(value));
            case Raw(var value) -> out.append(value);
            case Group(var parts) -> parts.forEach(part -> part.write(out));
        }
    }

    private Stream<Markup> flat() {
        return this instanceof Group(var parts) ? parts.stream().flatMap(Markup::flat) : Stream.of(this);
    }

    private static String escaped(String text) {
        return Plain.visible(text)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
