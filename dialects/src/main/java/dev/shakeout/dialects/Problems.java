package dev.shakeout.dialects;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Mask;
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
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Gathers the mistakes of a file, so that its writer can mend them all at once. After {@value MOST} of them the reading ends:
 * nobody reads more, and to look for the likely name of each would take time that grows with the square of the file.
 */
public final class Problems {
    private static final Position NOWHERE = new Position("", 0, 0);

    static final int MOST = 100;

    private final Rules rules;
    private final Mask mask;
    private final Set<Position> excused = new HashSet<>();
    private final List<Problem> found = new ArrayList<>();
    private final Map<Position, Set<String>> secrets = new HashMap<>();
    private final Map<Position, List<Supplier<String>>> notes = new HashMap<>();

    public Problems() {
        this(Rules.SHAKEOUT, new Mask());
    }

    /**
     * @param rules by Chaos Toolkit's, a key that means nothing is no mistake
     * @param mask what no message may show
     */
    public Problems(Rules rules, Mask mask) {
        this.rules = rules;
        this.mask = mask;
    }

    public Rules rules() {
        return rules;
    }

    public void at(Position position, String message) {
        if (excused.contains(position)) {
            return;
        }
        String shown = message
                + notes.getOrDefault(position, List.of()).stream()
                        .map(Supplier::get)
                        .collect(Collectors.joining());
        for (String secret : secrets.getOrDefault(position, Set.of())) {
            shown = shown.replace(secret, Mask.HIDDEN);
        }
        found.add(Problem.at(position, mask.hide(shown)));
        if (found.size() >= MOST) {
            var told = new ArrayList<>(found());
            told.add(Problem.at(position, "more than " + MOST + " mistakes; the rest of the file was not looked at"));
            throw new InvalidInput(told);
        }
    }

    /** The value at this place was filled in from a secret, which no message may show. */
    public void hide(Position position, String secret) {
        if (!secret.isEmpty()) {
            secrets.computeIfAbsent(position, _ -> new LinkedHashSet<>()).add(secret);
        }
    }

    /** Where values stand that were filled in from secrets. */
    public Set<Position> hidden() {
        return Set.copyOf(secrets.keySet());
    }

    /** Where values stand that are not known. */
    public Set<Position> excused() {
        return Set.copyOf(excused);
    }

    /** The value at this place is not known, which has been told already or cannot be helped. */
    public void excuse(Position position) {
        excused.add(position);
    }

    /** Something that explains whatever is wrong with the value at this place; said only if something is. */
    public void explain(Position position, Supplier<String> note) {
        notes.computeIfAbsent(position, _ -> new ArrayList<>()).add(note);
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

    /** A text of the file with whatever is secret by now hidden, for those who show it elsewhere than in a message. */
    public String shown(String text) {
        return mask.hide(text);
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
