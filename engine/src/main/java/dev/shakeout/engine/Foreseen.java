package dev.shakeout.engine;

import dev.shakeout.model.Arguments;
import dev.shakeout.model.Selector;
import java.util.Set;

/**
 * A change that a call of a provider will make, as the fault that makes the same. It is planned as that fault is, with all
 * that goes with it: rights, blast radius, the ledger. The change itself is the call's; it stays until the file's own rollbacks
 * are over, as its author expects, and what these leave of it is taken back then.
 *
 * @param fault need not be one of the catalog
 * @param selector by which the targets are found among those that might be hit
 * @param ids of the targets that will be hit
 */
public record Foreseen(Fault fault, Selector selector, Arguments arguments, Set<String> ids) {
    public Foreseen {
        ids = Set.copyOf(ids);
    }
}
