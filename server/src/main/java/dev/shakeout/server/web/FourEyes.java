package dev.shakeout.server.web;

import dev.shakeout.server.access.Token;

/** That somebody else approves than who asks for something. */
final class FourEyes {
    private FourEyes() {}

    /**
     * @param other id of the token of whoever asks
     * @param did what that token did, in words
     * @throws Refusal it is the same
     */
    static void require(Token approver, String other, String did) {
        if (approver.id().equals(other)) {
            throw Refusal.forbidden("token '" + approver.name() + "' " + did + ", and somebody else has to approve of"
                    + " it: an approver with a token of his own");
        }
    }
}
