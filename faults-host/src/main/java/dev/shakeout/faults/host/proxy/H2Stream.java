package dev.shakeout.faults.host.proxy;

/**
 * A request of HTTP/2 and its answer.
 *
 * @param id the client's number; the service knows the stream by another one, once it knows it
 */
record H2Stream(int id, HttpAsked asked, H2Way request, H2Way answer) {
    /** Whether nobody has to say or to hear any more. */
    boolean done() {
        return request.over() && request.sent() && answer.sent();
    }

    /** The service's number; 0 as long as it has heard nothing of it. */
    int sentAs() {
        return request.toId();
    }

    boolean step() throws H2Error {
        boolean there = request.step();
        return answer.step() || there;
    }
}
