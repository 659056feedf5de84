package dev.shakeout.jvm;

/** Why something cannot be done, for whoever asked for it. */
final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    Refused(String words) {
        super(words);
    }

    String words() {
        return String.valueOf(getMessage());
    }
}
