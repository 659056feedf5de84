package dev.shakeout.model;

/**
 * What a file holds around an activity. Whoever's {@link Descriptor} asks for some of it finds it among its arguments;
 * no file can write it there, and nobody shows it, as secrets are in it.
 */
public final class Surroundings {
    /** Every value of the configuration, fetched. */
    public static final Parameter<Json.Obj> CONFIGURATION =
            Parameter.withDefault("(configuration)", Type.object(), Json.Obj.EMPTY, "The configuration.");

    /** Every group of secrets, fetched: an object of objects. */
    public static final Parameter<Json.Obj> SECRETS =
            Parameter.withDefault("(secrets)", Type.object(), Json.Obj.EMPTY, "The secrets, in their groups.");

    /** Whether the activity runs beside others. */
    public static final Parameter<Boolean> BACKGROUND =
            Parameter.withDefault("(background)", Type.bool(), false, "Whether it runs beside others.");

    private Surroundings() {}
}
