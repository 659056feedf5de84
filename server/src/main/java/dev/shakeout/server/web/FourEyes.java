package dev.shakeout.server.web;

import dev.shakeout.server.access.Caller;

/** That somebody else approves than who asks for something. */
final class FourEyes {
    private FourEyes() {}

    /**
     * @param other id of whoever asks
     * @param did what they did, in words
     * @throws Refusal it is the same
     */
    static void require(Caller approver, String other, String did) {
        if (approver.id().equals(other)) {
            throw Refusal.forbidden(approver.words() + " " + did
                    + ", and somebody else has to approve of it: another person who is an" + " approver here");
        }
    }
}
