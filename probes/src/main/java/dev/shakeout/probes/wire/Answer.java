package dev.shakeout.probes.wire;

import java.util.Map;

/**
 * The head of an HTTP answer whose body was read to its end.
 *
 * @param headers names in the server's own spelling, looked up without regard to case; values of a repeated name are
 *     joined by a comma
 * @param reusable whether the connection may carry another request
 */
public record Answer(int status, Map<String, String> headers, boolean reusable) {}
