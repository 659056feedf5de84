package dev.shakeout.drivers.gremlin;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.TargetFinder;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Target;
import java.util.List;
import java.util.Map;

/** The team at Gremlin in whose name attacks are asked for; which hosts they hit is said by the attack itself. */
public final class TeamFinder implements TargetFinder {
    static final String KIND = "gremlin";

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                KIND,
                "Names the team at Gremlin whose agents carry an attack out.",
                Account.PARAMETERS.toArray(Parameter<?>[]::new));
    }

    @Override
    public List<Target> find(Arguments by, Machine machine) {
        Account account = Account.of(by, machine);
        Accounts.of(machine).add(account);
        String name = account.team().orElse("of the account");
        return List.of(new Target(KIND, account.id(), name, Map.of("account", account.id(), "api", account.base())));
    }
}
