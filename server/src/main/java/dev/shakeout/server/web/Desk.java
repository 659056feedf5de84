package dev.shakeout.server.web;

import dev.shakeout.server.channel.Outgoing;
import dev.shakeout.server.fleet.Fleet;
import dev.shakeout.server.notify.Secrets;
import dev.shakeout.server.run.Conductor;
import dev.shakeout.server.run.Starts;
import dev.shakeout.server.run.Timetable;
import dev.shakeout.server.signin.SignIn;
import dev.shakeout.server.signin.SignInRules;
import dev.shakeout.server.store.Store;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What endpoints work with.
 *
 * @param signIn empty without single sign-on
 * @param ids each a new one that nobody has
 * @param random that nobody can predict, as secrets are made from it
 */
record Desk(
        Store store,
        Conductor conductor,
        Starts starts,
        Fleet fleet,
        Secrets secrets,
        Outgoing out,
        Optional<SignIn> signIn,
        Supplier<String> ids,
        RandomGenerator random) {
    Admins admins() {
        return new Admins(signIn.flatMap(SignIn::people).map(SignInRules.People::issuer));
    }

    Timetable timetable() {
        return new Timetable(ids, random);
    }
}
