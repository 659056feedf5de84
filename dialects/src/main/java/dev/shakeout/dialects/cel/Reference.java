package dev.shakeout.dialects.cel;

import dev.cel.common.ast.CelExpr;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A place where an expression names a probe, by probes['orders'] or probes.orders, mostly with a field.
 *
 * @param probe empty where none is named by a text, as in probes[name] or where all of them are asked for
 * @param id of the node, for its place in the text
 */
record Reference(Optional<String> probe, Optional<String> field, long id) {
    static final String PROBES = "probes";

    /** In the order of the text. */
    static List<Reference> in(CelExpr expression) {
        var found = new ArrayList<Reference>();
        walk(expression, found);
        return found;
    }

    private static void walk(CelExpr node, List<Reference> found) {
        switch (node.getKind()) {
            case SELECT -> {
                CelExpr operand = node.select().operand();
                Optional<String> probe = probe(operand);
                if (probe.isPresent()) {
                    found.add(new Reference(probe, Optional.of(node.select().field()), node.id()));
                } else {
                    alone(node, operand, found);
                }
            }
            case CALL -> {
                Optional<String> probe = probe(node);
                if (probe.isPresent()) {
                    found.add(new Reference(probe, Optional.empty(), node.id()));
                } else {
                    node.call().target().ifPresent(target -> walk(target, found));
                    node.call().args().forEach(argument -> walk(argument, found));
                }
            }
            case IDENT -> {
                if (isProbes(node)) {
                    found.add(new Reference(Optional.empty(), Optional.empty(), node.id()));
                }
            }
            case LIST -> node.list().elements().forEach(element -> walk(element, found));
            case MAP ->
                node.map().entries().forEach(entry -> {
                    walk(entry.key(), found);
                    walk(entry.value(), found);
                });
            case STRUCT -> node.struct().entries().forEach(entry -> walk(entry.value(), found));
            case COMPREHENSION -> {
                var loop = node.comprehension();
                List.of(loop.iterRange(), loop.accuInit(), loop.loopCondition(), loop.loopStep(), loop.result())
                        .forEach(part -> walk(part, found));
            }
            case CONSTANT, NOT_SET -> {}
        }
    }

    /** {@code probes.orders} without a field names a probe; anything else is looked into. */
    private static void alone(CelExpr node, CelExpr operand, List<Reference> found) {
        if (isProbes(operand)) {
            found.add(new Reference(Optional.of(node.select().field()), Optional.empty(), node.id()));
        } else {
            walk(operand, found);
        }
    }

    private static Optional<String> probe(CelExpr node) {
        return switch (node.getKind()) {
            case SELECT ->
                isProbes(node.select().operand()) ? Optional.of(node.select().field()) : Optional.empty();
            case CALL -> {
                boolean indexed = node.call().function().equals("_[_]")
                        && isProbes(node.call().args().get(0))
                        && node.call().args().get(1).getKind() == CelExpr.ExprKind.Kind.CONSTANT;
                yield indexed ? text(node.call().args().get(1)) : Optional.empty();
            }
            default -> Optional.empty();
        };
    }

    private static Optional<String> text(CelExpr node) {
        return node.constant().getKind() == dev.cel.common.ast.CelConstant.Kind.STRING_VALUE
                ? Optional.of(node.constant().stringValue())
                : Optional.empty();
    }

    private static boolean isProbes(CelExpr node) {
        return node.getKind() == CelExpr.ExprKind.Kind.IDENT
                && node.ident().name().equals(PROBES);
    }
}
