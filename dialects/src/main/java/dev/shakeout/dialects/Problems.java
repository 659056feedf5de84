package dev.shakeout.dialects;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Position;
import dev.shakeout.model.Problem;
import dev.shakeout.model.Rules;
import dev.shakeout.model.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Gathers every mistake of a file, so that its writer can mend them all at once. */
public final class Problems {
    private static final Position NOWHERE = new Position("", 0, 0);

    private final Rules rules;
    private final Set<Position> excused = new HashSet<>();
    private final List<Problem> found = new ArrayList<>();
    private final Map<Position, Set<String>> secrets = new HashMap<>();
    private final Map<Position, String> notes = new HashMap<>();

    public Problems() {
        this(Rules.SHAKEOUT);
    }

    /** @param rules by Chaos Toolkit's, a key that means nothing is no mistake */
    public Problems(Rules rules) {
        this.rules = rules;
    }

    public Rules rules() {
        return rules;
    }

    public void at(Position position, String message) {
        if (excused.contains(position)) {
            return;
        }
        String shown = message + notes.getOrDefault(position, "");
        for (String secret : secrets.getOrDefault(position, Set.of())) {
            shown = shown.replace(secret, "•••");
        }
        found.add(Problem.at(position, Wording.clean(shown)));
    }

    /** The value at this place was filled in from a secret, which no message may show. */
    public void hide(Position position, String secret) {
        if (!secret.isEmpty()) {
            secrets.computeIfAbsent(position, _ -> new LinkedHashSet<>()).add(secret);
        }
    }

    /** The value at this place is not known, which has been told already or cannot be helped. */
    public void excuse(Position position) {
        excused.add(position);
    }

    /** Something that explains whatever is wrong with the value at this place; said only if something is. */
    public void explain(Position position, String note) {
        notes.merge(position, note, String::concat);
    }

    /** The typed value, or empty with the mistake noted. */
    public <T> Optional<T> parse(Tree value, Type<T> type, String what) {
        try {
            return Optional.of(type.parse(value.json()));
        } catch (BadValue e) {
            boolean saysWhatIsAllowed =
                    e.getMessage().contains(";") || e.getMessage().contains(type.allowed());
            at(
                    value.position(),
                    what + ": " + e.getMessage() + (saysWhatIsAllowed ? "" : "; must be " + type.allowed()));
            return Optional.empty();
        }
    }

    /** How many mistakes are noted so far. */
    public int count() {
        return found.size();
    }

    /** Every mistake noted so far, in the order of the file. */
    public List<Problem> found() {
        return found.stream().distinct().sorted(Problems::byPlace).toList();
    }

    private static int byPlace(Problem one, Problem other) {
        return one.position().orElse(NOWHERE).compareTo(other.position().orElse(NOWHERE));
    }

    /** @throws InvalidInput if anything was noted */
    public void throwIfAny() {
        if (!found.isEmpty()) {
            throw new InvalidInput(found());
        }
    }
}
