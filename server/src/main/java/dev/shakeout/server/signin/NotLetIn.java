package dev.shakeout.server.signin;

/** Somebody is not let in; the message says why. */
public final class NotLetIn extends RuntimeException {
    private final boolean away;

    private NotLetIn(boolean away, String message) {
        super(message);
        this.away = away;
    }

    static NotLetIn refused(String why) {
        return new NotLetIn(false, "the ID token is not accepted: " + why + "; sign in again");
    }

    static NotLetIn away(String why) {
        return new NotLetIn(true, why);
    }

    /** Whether nothing is wrong with who comes, but the provider does not answer as it should. */
    public boolean isAway() {
        return away;
    }
}
