package dev.shakeout.fks.http;

/** What another service answered. */
public record Answer(int status, String body) {
    public boolean ok() {
        return status >= 200 && status < 300;
    }
}
