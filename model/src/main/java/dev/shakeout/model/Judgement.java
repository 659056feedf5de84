package dev.shakeout.model;

/**
 * An output held against a tolerance.
 *
 * @param enough false when there were too few samples to say; then {@code met} is false too
 * @param words the numbers and the limits: "p95 412 ms, limit 200 ms"
 */
public record Judgement(boolean met, boolean enough, String words) {
    public static Judgement of(boolean met, String words) {
        return new Judgement(met, true, words);
    }

    public static Judgement tooLittle(String words) {
        return new Judgement(false, false, words);
    }
}
