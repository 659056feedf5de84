package dev.shakeout.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an organisation allows, per environment.
 *
 * @param file where it was read
 * @param everywhere rules of every environment
 * @param environments further rules, by name, in the order of the file
 * @param standard the environment that is meant where none is named
 */
public record Policy(
        String file, List<Rule> everywhere, Map<String, List<Rule>> environments, Optional<String> standard) {
    public Policy {
        everywhere = List.copyOf(everywhere);
        environments = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(environments));
    }

    /**
     * All rules that hold in an environment.
     *
     * @throws InvalidInput when there is none of that name
     */
    public List<Rule> of(String environment) {
        var own = environments.get(environment);
        if (own == null) {
            throw new InvalidInput(Problem.of(file + ": there is no environment '" + environment + "'"
                    + Nearest.suggestion(environment, environments.keySet()) + " (there is: "
                    + String.join(", ", environments.keySet()) + ")"));
        }
        var all = new ArrayList<>(everywhere);
        all.addAll(own);
        return all;
    }
}
