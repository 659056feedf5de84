package dev.shakeout.cli;

import dev.shakeout.model.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Leads a person through a new experiment: Chaos Toolkit's questions in its order (chaostoolkit/commands/init.py). */
final class Wizard {
    private final Questions questions;
    private final List<Offer> offers;
    private final Function<Json.Obj, List<String>> mistakes;
    private final Set<String> names = new HashSet<>();

    /**
     * Asks nothing yet.
     *
     * @param offers the activities to choose from
     * @param mistakes what is wrong with an experiment
     */
    Wizard(Questions questions, List<Offer> offers, Function<Json.Obj, List<String>> mistakes) {
        this.questions = questions;
        this.offers = offers;
        this.mistakes = mistakes;
    }

    /** The part of an experiment that an activity is for. */
    private enum Part {
        HYPOTHESIS,
        METHOD,
        ROLLBACKS;

        /** Faults take themselves back, so none is a rollback. */
        boolean takes(Offer offer) {
            return switch (this) {
                case HYPOTHESIS -> offer.probe();
                case METHOD -> true;
                case ROLLBACKS -> !offer.probe() && !(offer instanceof FaultOffer);
            };
        }

        /** An experiment with nothing but one activity. */
        Json.Obj alone(Json.Obj activity) {
            Json only = Json.of(List.of(activity));
            var experiment = Json.object("title", "t", "description", "d", "method", Json.of(List.of()));
            return switch (this) {
                case HYPOTHESIS ->
                    experiment.with("steady-state-hypothesis", Json.object("title", "t", "probes", only));
                case METHOD -> experiment.with("method", only);
                case ROLLBACKS -> experiment.with("rollbacks", only);
            };
        }
    }

    /** @throws Questions.Unanswered a question that needs an answer got none */
    Json.Obj experiment() {
        questions.say(WizardWords.WELCOME);
        var experiment = new LinkedHashMap<String, Json>();
        experiment.put("title", Json.of(questions.text("Experiment's title")));
        experiment.put("description", Json.of("N/A"));
        experiment.put("tags", Json.of(List.of()));
        questions.say(WizardWords.HYPOTHESIS);
        if (questions.yes("Do you want to define a steady state hypothesis now?")) {
            String title = questions.text("Hypothesis's title");
            questions.say(WizardWords.PROBES);
            experiment.put(
                    "steady-state-hypothesis",
                    Json.object("title", title, "probes", Json.of(activities(Part.HYPOTHESIS))));
        }
        questions.say(WizardWords.METHOD);
        boolean method = questions.yes("Do you want to define an experimental method?");
        experiment.put("method", Json.of(method ? activities(Part.METHOD) : List.of()));
        questions.say(WizardWords.ROLLBACKS);
        if (questions.yes("Do you want to add some rollbacks now?")) {
            experiment.put("rollbacks", Json.of(activities(Part.ROLLBACKS)));
        }
        return new Json.Obj(experiment);
    }

    private List<Json> activities(Part part) {
        List<Offer> choice = offers.stream().filter(part::takes).toList();
        var chosen = new ArrayList<Json>();
        do {
            Optional<Offer> offer = choose(choice);
            if (offer.isEmpty()) {
                return chosen;
            }
            String type = offer.get().type();
            if (questions.yes("Do you want to use this " + type + "?")) {
                chosen.add(fitting(offer.get(), part));
            }
        } while (questions.yes("Do you want to select another activity?"));
        return chosen;
    }

    /** Empty when none is wanted. */
    private Optional<Offer> choose(List<Offer> choice) {
        while (true) {
            questions.heading("Add an activity");
            for (int i = 0; i < choice.size(); i++) {
                questions.list((i + 1) + ") " + choice.get(i).title());
            }
            int number = questions.number("Activity (0 to escape)");
            if (number == 0) {
                return Optional.empty();
            }
            if (number > 0 && number <= choice.size()) {
                Offer offer = choice.get(number - 1);
                if (!offer.help().isEmpty()) {
                    questions.say("\n" + offer.help());
                }
                return Optional.of(offer);
            }
            questions.complain("Please pick up a valid activity");
        }
    }

    /** Asks again while an experiment with this activity alone could not run. */
    private Json.Obj fitting(Offer offer, Part part) {
        String name = free(offer.name());
        while (true) {
            Json.Obj activity = activity(offer, name, part);
            List<String> wrong = offer instanceof DiscoveredOffer ? List.of() : mistakes.apply(part.alone(activity));
            if (wrong.isEmpty()) {
                return activity;
            }
            wrong.forEach(words -> questions.complain("Error: " + words));
        }
    }

    private Json.Obj activity(Offer offer, String name, Part part) {
        var activity = new LinkedHashMap<String, Json>();
        activity.put("type", Json.of(offer.type()));
        activity.put("name", Json.of(name));
        if (part == Part.HYPOTHESIS) {
            questions.say(WizardWords.TOLERANCE);
            activity.put("tolerance", TypedAnswer.plain(questions.text("What is the tolerance for this probe?")));
        }
        questions.say(WizardWords.ARGUMENTS);
        activity.put("provider", offer.provider(questions));
        return new Json.Obj(activity);
    }

    /** Every activity needs a name of its own. */
    private String free(String name) {
        String free = name;
        for (int i = 2; !names.add(free); i++) {
            free = name + " (" + i + ")";
        }
        return free;
    }
}
