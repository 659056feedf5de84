package dev.shakeout.dialects.foreign;

import dev.shakeout.dialects.Tree;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Activities by their names, for places that only name one. */
final class Referable {
    private final Map<String, Tree.Obj> named = new HashMap<>();

    Referable(Tree.Obj document) {
        for (String section : List.of("steady-state-hypothesis", "method", "safety")) {
            document.get(section).ifPresent(member -> gather(member.value()));
        }
    }

    private void gather(Tree tree) {
        switch (tree) {
            case Tree.Arr items -> items.items().forEach(this::gather);
            case Tree.Obj object -> {
                if (object.get("provider").isPresent()) {
                    named.putIfAbsent(Ours.text(object, "name"), object);
                } else {
                    object.members().values().forEach(member -> gather(member.value()));
                }
            }
            case Tree.Scalar _ -> {}
        }
    }

    /** The activity that is meant by an item of a list. */
    Tree.Obj of(Tree item) {
        var object = (Tree.Obj) item;
        return object.get("ref").map(member -> named(member.value())).orElse(object);
    }

    Tree.Obj named(Tree name) {
        Tree.Obj found = named.get(name.json().text());
        if (found == null) {
            throw new IllegalStateException("nothing is called " + name.json().text() + " in what was read");
        }
        return found;
    }
}
