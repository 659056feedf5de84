package dev.shakeout.fks.http;

import java.io.IOException;

/** Answers a request. An IllegalArgumentException becomes a 400 with its message, anything else a 500. */
@FunctionalInterface
public interface Handler {
    Reply answer(Request request) throws IOException;
}
