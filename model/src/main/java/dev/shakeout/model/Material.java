package dev.shakeout.model;

/**
 * What an experiment was made of. It holds secrets, so it is never shown.
 *
 * @param document as it was written
 * @param configuration with every value fetched
 * @param secrets groups of values, fetched too
 */
public record Material(Json.Obj document, Json.Obj configuration, Json.Obj secrets) {
    public static final Material NONE = new Material(Json.Obj.EMPTY, Json.Obj.EMPTY, Json.Obj.EMPTY);

    @Override
    public String toString() {
        return "Material[•••]";
    }
}
