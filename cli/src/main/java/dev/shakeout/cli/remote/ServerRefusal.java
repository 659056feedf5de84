package dev.shakeout.cli.remote;

/** The server does not do what was asked; the message is for the one who must act. */
public final class ServerRefusal extends RuntimeException {
    private final int status;

    ServerRefusal(int status, String words) {
        super(words);
        this.status = status;
    }

    /** The status of HTTP. */
    public int status() {
        return status;
    }

    /** Whether a rule said no, and not the one who asked wrote something wrong. */
    public boolean byRule() {
        return status == 403 || status == 423;
    }
}
