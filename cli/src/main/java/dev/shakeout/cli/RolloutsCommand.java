package dev.shakeout.cli;

import dev.shakeout.cli.ActCommand.Order;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Json;
import dev.shakeout.model.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What there is to do with the rollouts of a server. */
final class RolloutsCommand {
    private static final Named ID = new Named("ROLLOUT", "Its id, as 'shakeout rollouts list' shows it.");
    private static final String STAGE = "--stage";

    private RolloutsCommand() {}

    static Command of() {
        return new GroupCommand(
                "rollouts",
                "Carry an experiment out in stages on a server, each of which reaches further than the one before.",
                "shakeout rollouts list --server https://shakeout.example.org",
                List.of(start(), list(), show(), approve(), halt()));
    }

    private static Command start() {
        return ActCommand.of(
                "start",
                "Begin a rollout from a file of YAML or JSON.",
                "shakeout rollouts start one-dies.yaml",
                new Named("FILE", "Its members, as docs/server.md has them: experiment, stages, …"),
                RolloutsCommand::start);
    }

    private static int start(Order order) throws IOException {
        Json.Obj body = ServerDocument.read(Path.of(order.of()));
        var key = Map.of("Idempotency-Key", UUID.randomUUID().toString());
        order.terminal()
                .line(line(order.server()
                        .send("POST", "/rollouts", Optional.of(body), key)
                        .json()));
        return Exit.OK;
    }

    private static Command list() {
        return ListCommand.of(
                "list",
                "List the rollouts of a server, newest first.",
                "shakeout rollouts list --environment staging",
                "/rollouts",
                Listing.paged(
                        "There is no rollout; shakeout rollouts start --help tells how one begins.",
                        RolloutsCommand::line,
                        Listing.Filter.of("environment", "NAME", "Only those with a stage in this environment.")));
    }

    private static String line(Json.Obj rollout) {
        List<Json.Obj> stages = Answered.objects(rollout, "stages");
        long passed = stages.stream()
                .filter(stage -> stage.get("passed-at").isPresent())
                .count();
        String reason = Answered.text(rollout, "reason");
        return "%s  %-8s  %s v%s, %d of %d stages passed%s"
                .formatted(
                        Answered.text(rollout, "id"),
                        Answered.text(rollout, "state"),
                        Answered.text(rollout, "experiment"),
                        Answered.text(rollout, "version"),
                        passed,
                        stages.size(),
                        reason.isEmpty() ? "" : ": " + reason);
    }

    private static Command show() {
        return ActCommand.of(
                "show",
                "Show a rollout, with its stages and their runs.",
                "shakeout rollouts show 6f1c2d0e-5b0a-4f0e-9a57-0d5d2f3f7a11",
                ID,
                order -> Shown.tell(
                        order.server().get("/rollouts/" + order.path()).json(), order),
                Shown.option());
    }

    private static Command approve() {
        return ActCommand.of(
                "approve",
                "Let a stage of a rollout begin that wants somebody's approval; somebody else than who began it.",
                "shakeout rollouts approve 6f1c2d0e-5b0a-4f0e-9a57-0d5d2f3f7a11 --stage 3",
                ID,
                RolloutsCommand::approve,
                Options.number(STAGE, "N", "The number of the stage."));
    }

    private static int approve(Order order) throws IOException {
        int stage = order.given().matchedOptionValue(STAGE, 0);
        if (stage < 1) {
            throw new InvalidInput(Problem.of("which stage? Name it with " + STAGE + " N; 'shakeout rollouts show "
                    + order.of() + "' tells which want approval"));
        }
        Json.Obj rollout = order.server()
                .send(
                        "POST",
                        "/rollouts/" + order.path() + "/approval",
                        Optional.of(Json.object("stage", stage)),
                        Map.of())
                .json();
        order.terminal().line("Stage " + stage + " may begin: " + line(rollout));
        return Exit.OK;
    }

    private static Command halt() {
        return ActCommand.of(
                "halt",
                "Stop a rollout; its run, if one is under way, takes everything back and ends.",
                "shakeout rollouts halt 6f1c2d0e-5b0a-4f0e-9a57-0d5d2f3f7a11",
                ID,
                RolloutsCommand::halt);
    }

    private static int halt(Order order) throws IOException {
        String path = "/rollouts/" + order.path() + "/halt";
        order.terminal()
                .line(line(order.server()
                        .send("POST", path, Optional.empty(), Map.of())
                        .json()));
        return Exit.OK;
    }
}
