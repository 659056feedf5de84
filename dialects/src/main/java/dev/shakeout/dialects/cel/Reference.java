package dev.shakeout.dialects.cel;

import dev.cel.common.ast.CelExpr;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A place where an expression names a probe, by probes['orders'] or probes.orders, mostly with a field; or an activity in
 * the same way.
 *
 * @param probe empty where none is named by a text, as in probes[name] or where all of them are asked for
 * @param id of the node, for its place in the text
 */
record Reference(Optional<String> probe, Optional<String> field, long id) {
    /** In the order of the text. */
    static List<Reference> in(CelExpr expression, String all) {
        var found = new ArrayList<Reference>();
        walk(expression, all, found);
        return found;
    }

    private static void walk(CelExpr node, String all, List<Reference> found) {
        switch (node.getKind()) {
            case SELECT -> {
                CelExpr operand = node.select().operand();
                Optional<String> probe = probe(operand, all);
                if (probe.isPresent()) {
                    found.add(new Reference(probe, Optional.of(node.select().field()), node.id()));
                } else {
                    alone(node, operand, all, found);
                }
            }
            case CALL -> {
                Optional<String> probe = probe(node, all);
                if (probe.isPresent()) {
                    found.add(new Reference(probe, Optional.empty(), node.id()));
                } else {
                    node.call().target().ifPresent(target -> walk(target, all, found));
                    node.call().args().forEach(argument -> walk(argument, all, found));
                }
            }
            case IDENT -> {
                if (isAll(node, all)) {
                    found.add(new Reference(Optional.empty(), Optional.empty(), node.id()));
                }
            }
            case LIST -> node.list().elements().forEach(element -> walk(element, all, found));
            case MAP ->
                node.map().entries().forEach(entry -> {
                    walk(entry.key(), all, found);
                    walk(entry.value(), all, found);
                });
            case STRUCT -> node.struct().entries().forEach(entry -> walk(entry.value(), all, found));
            case COMPREHENSION -> {
                var loop = node.comprehension();
                List.of(loop.iterRange(), loop.accuInit(), loop.loopCondition(), loop.loopStep(), loop.result())
                        .forEach(part -> walk(part, all, found));
            }
            case CONSTANT, NOT_SET -> {}
        }
    }

    /** {@code probes.orders} without a field names a probe; anything else is looked into. */
    private static void alone(CelExpr node, CelExpr operand, String all, List<Reference> found) {
        if (isAll(operand, all)) {
            found.add(new Reference(Optional.of(node.select().field()), Optional.empty(), node.id()));
        } else {
            walk(operand, all, found);
        }
    }

    private static Optional<String> probe(CelExpr node, String all) {
        return switch (node.getKind()) {
            case SELECT ->
                isAll(node.select().operand(), all) ? Optional.of(node.select().field()) : Optional.empty();
            case CALL -> {
                boolean indexed = node.call().function().equals("_[_]")
                        && isAll(node.call().args().get(0), all)
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

    private static boolean isAll(CelExpr node, String all) {
        return node.getKind() == CelExpr.ExprKind.Kind.IDENT
                && node.ident().name().equals(all);
    }
}
