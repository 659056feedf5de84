package dev.shakeout.agent.fleet;

import dev.shakeout.agent.Appointed;
import dev.shakeout.agent.Assignment;
import dev.shakeout.agent.Order;
import dev.shakeout.engine.Custodian;
import dev.shakeout.model.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/** One injection on a host of the fleet, and its agent. */
final class AgentOnHost implements Appointed {
    private static final Duration TO_BEGIN = Duration.ofSeconds(30);

    private final FleetLink link;
    private final Target target;
    private final Path door;
    private final Assignment assignment;

    AgentOnHost(FleetLink link, Target target, Order.Plan plan, Path door) {
        this.link = link;
        this.target = target;
        this.door = door;
        this.assignment = new Assignment(plan, "on " + target.name());
    }

    @Override
    public Assignment assignment() {
        return assignment;
    }

    @Override
    public Path door() {
        return door;
    }

    @Override
    public void begin(Duration lease, Consumer<String> lost) throws IOException {
        try {
            assignment.begin(link.to(target.id()), lease, TO_BEGIN, lost);
        } catch (Custodian.Impossible e) {
            throw e;
        } catch (IOException e) {
            throw new Custodian.Impossible("no agent answers on " + target.name() + ": " + e.getMessage());
        }
    }
}
