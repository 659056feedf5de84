package dev.shakeout.faults.host.proxy;

import java.io.IOException;

/** A peer broke the rules of HTTP/2, and its connection cannot go on. */
final class H2Error extends IOException {
    private static final long serialVersionUID = 1;

    static final int NONE = 0;
    static final int PROTOCOL = 1;
    static final int INTERNAL = 2;
    static final int FLOW_CONTROL = 3;
    static final int FRAME_SIZE = 6;
    static final int REFUSED_STREAM = 7;
    static final int CANCEL = 8;
    static final int COMPRESSION = 9;
    static final int CALM = 11;

    /** By the numbers of RFC 9113, section 7. */
    final int code;

    H2Error(int code, String message) {
        super(message);
        this.code = code;
    }
}
