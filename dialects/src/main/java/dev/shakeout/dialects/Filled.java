package dev.shakeout.dialects;

import dev.shakeout.model.Position;
import java.util.Set;

/**
 * An experiment of ours with its placeholders replaced, wherever the run would replace them.
 *
 * @param secrets places at which a secret stands now, or part of one
 * @param unknown places at which a placeholder is left whose value nobody knows before the run begins
 */
public record Filled(Tree.Obj document, Set<Position> secrets, Set<Position> unknown) {
    public Filled {
        secrets = Set.copyOf(secrets);
        unknown = Set.copyOf(unknown);
    }
}
