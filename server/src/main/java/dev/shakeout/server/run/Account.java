package dev.shakeout.server.run;

import dev.shakeout.server.access.Party;
import dev.shakeout.server.access.Role;
import dev.shakeout.server.store.Work;
import java.time.Instant;
import java.util.Optional;

/** Whether runs may be started on account of somebody who does not ask for them just now. */
final class Account {
    private Account() {}

    /**
     * Why none may be, in words; empty when one may.
     *
     * @param whose id of the user, or of the service token
     * @param what they have to do with it, in words
     */
    static Optional<String> refused(String whose, String what, String environment, Instant now, Work work) {
        Optional<Party> found = work.parties().find(whose);
        Optional<String> why = found.isEmpty()
                ? Optional.of("is not there any more")
                : found.get()
                        .refused(now)
                        .map(words -> "is good for nothing: " + words)
                        .or(() -> mayNot(found.get(), environment));
        String which = found.filter(Party.OfUser.class::isInstance).isPresent() ? ", who " : ", which ";
        return why.map(words -> work.parties().words(whose) + which + what + ", " + words);
    }

    private static Optional<String> mayNot(Party party, String environment) {
        return party.grants().covers(Role.OPERATOR, Optional.of(environment))
                ? Optional.empty()
                : Optional.of("may not start runs in " + environment);
    }
}
