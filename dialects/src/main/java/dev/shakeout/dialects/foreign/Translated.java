package dev.shakeout.dialects.foreign;

import dev.shakeout.dialects.Tree;
import dev.shakeout.model.Position;
import java.util.Optional;

/**
 * One experiment of a file.
 *
 * @param name what it is called there: NetworkChaos web-delay
 * @param position where it begins
 * @param document the same in our own format, whose values stand where they stood in that file; empty when something in it
 *     is not supported
 */
public record Translated(String name, Position position, Optional<Tree> document, FidelityReport fidelity) {
    public Translated {
        if (!fidelity.notSupported().isEmpty()) {
            document = Optional.empty();
        }
    }
}
