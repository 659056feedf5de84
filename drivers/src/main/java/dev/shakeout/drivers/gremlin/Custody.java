package dev.shakeout.drivers.gremlin;

import dev.shakeout.engine.Custodian;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Witness;
import dev.shakeout.model.Injection;
import dev.shakeout.model.Inverse;
import dev.shakeout.model.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Keeps the credentials by which attacks are halted, for as long as something may have to be. */
public final class Custody implements Custodian {
    @Override
    public String name() {
        return "gremlin";
    }

    @Override
    public Care care(Witness.Scope scope, Duration lease, Machine machine) {
        return new Kept(teams(scope), machine);
    }

    private record Kept(List<Target> teams, Machine machine) implements Care {
        @Override
        public List<Inverse> farewell() {
            return teams.isEmpty() ? List.of() : List.of(Accounts.of(machine).removal());
        }

        @Override
        public Held hold(Consumer<String> lost) throws IOException {
            Accounts accounts = Accounts.of(machine);
            for (Target team : teams) {
                accounts.write(accounts.of(team));
            }
            return Held.NOTHING;
        }
    }

    private static List<Target> teams(Witness.Scope scope) {
        return scope.injections().stream()
                .map(Injection::target)
                .filter(target -> target.kind().equals(TeamFinder.KIND))
                .distinct()
                .toList();
    }
}
