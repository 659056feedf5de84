package dev.shakeout.cli;

import dev.shakeout.model.Json;

/** An activity that a new experiment may have. */
sealed interface Offer permits CallOffer, FaultOffer, DiscoveredOffer {
    /** As it stands in a list. */
    String title();

    String name();

    /** What it does, for a person who may choose it; may be empty. */
    String help();

    /** Whether it reads and changes nothing, or acts. */
    boolean probe();

    default String type() {
        return probe() ? "probe" : "action";
    }

    /** Asks for whatever it needs. */
    Json.Obj provider(Questions questions);
}
