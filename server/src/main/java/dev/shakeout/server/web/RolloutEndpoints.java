package dev.shakeout.server.web;

import static dev.shakeout.server.web.Endpoint.Given.json;

import dev.shakeout.model.Json;
import dev.shakeout.server.access.Role;
import dev.shakeout.server.notify.News;
import dev.shakeout.server.rollout.Rollout;
import dev.shakeout.server.rollout.Stage;
import dev.shakeout.server.run.StagedStarts;
import dev.shakeout.server.store.Work;
import dev.shakeout.server.web.Endpoint.Verb;
import java.util.List;
import java.util.Optional;

/** Rollouts: begun, approved of stage by stage, and halted. */
final class RolloutEndpoints {
    private static final String ALL = Endpoints.API + "/rollouts";
    private static final String ONE = ALL + "/{rollout}";
    private static final Field KEY = Field.optional(
            "Idempotency-Key",
            Kind.TEXT,
            "Any text of your own: the same request with the same key begins no second rollout, but answers with the first.");

    private final Desk desk;

    private RolloutEndpoints(Desk desk) {
        this.desk = desk;
    }

    static List<Endpoint> all(Desk desk) {
        var here = new RolloutEndpoints(desk);
        return List.of(
                Endpoint.of(
                                "startRollout",
                                Verb.POST,
                                ALL,
                                Role.OPERATOR,
                                Scope.STAGES,
                                "Begins a rollout: an experiment in stages, each of which begins when the one before has passed and"
                                        + " baked. Anything but a run that passed stops it.",
                                json(201, RolloutAnswers.ROLLOUT),
                                here::start)
                        .or(json(200, RolloutAnswers.ROLLOUT))
                        .headers(KEY)
                        .takes(RolloutBody.NEW),
                Endpoint.of(
                                "listRollouts",
                                Verb.GET,
                                ALL,
                                Role.VIEWER,
                                Scope.QUERY,
                                "Rollouts, newest first.",
                                json(200, Shape.pageOf(RolloutAnswers.ROLLOUT)),
                                here::list)
                        .query(
                                Field.optional("environment", Kind.NAME, "Only those with a stage in it."),
                                Paging.AFTER,
                                Paging.LIMIT),
                Endpoint.of(
                        "getRollout",
                        Verb.GET,
                        ONE,
                        Role.VIEWER,
                        Scope.ROLLOUT,
                        "One rollout, with what has become of its stages.",
                        json(200, RolloutAnswers.ROLLOUT),
                        here::get),
                Endpoint.of(
                                "approveRollout",
                                Verb.POST,
                                ONE + "/approval",
                                Role.APPROVER,
                                Scope.ROLLOUT,
                                "Lets a stage begin that wants somebody's approval. Whoever began the rollout cannot give it.",
                                json(200, RolloutAnswers.ROLLOUT),
                                here::approve)
                        .takes(RolloutBody.APPROVAL),
                Endpoint.of(
                        "haltRollout",
                        Verb.POST,
                        ONE + "/halt",
                        Role.OPERATOR,
                        Scope.ROLLOUT,
                        "Stops a rollout; its run, if one is under way, takes everything back and ends. One that has ended stays as"
                                + " it is.",
                        json(202, RolloutAnswers.ROLLOUT),
                        here::halt));
    }

    private Reply start(Call call) {
        String id = desk.ids().get();
        var added = new boolean[1];
        Rollout begun = desk.store().change(work -> {
            Rollout wanted = RolloutBody.read(call, id, call.header(KEY.name()), work);
            added[0] = work.rollouts().add(wanted);
            if (!added[0]) {
                return known(wanted, work);
            }
            StagedStarts.wake(id, desk.ids().get(), call.now(), work);
            work.audit().append(call.now(), call.caller(), "rollout.start", "rollout/" + id, details(wanted));
            return wanted;
        });
        return Reply.json(added[0] ? 201 : 200, RolloutAnswers.of(begun)).with("Location", ALL + "/" + begun.id());
    }

    private static Rollout known(Rollout wanted, Work work) {
        Rollout known = work.rollouts()
                .findByKey(wanted.author(), wanted.key().orElse(""))
                .orElseThrow();
        if (!known.sameRequest(wanted)) {
            throw Refusal.conflict("this Idempotency-Key was used for rollout " + known.id()
                    + ", which was another request; take a new key for a new rollout");
        }
        return known;
    }

    private static Json.Obj details(Rollout rollout) {
        return Json.object(
                "experiment",
                rollout.experiment(),
                "version",
                rollout.version(),
                "stages",
                Json.of(rollout.stages().stream()
                        .map(stage -> Json.of(stage.toString()))
                        .toList()));
    }

    private Reply list(Call call) {
        var page = desk.store().read(work -> work.rollouts().page(call.shown(), call.asked("after"), call.limit()));
        return Reply.ok(Answers.page(page, RolloutAnswers::of));
    }

    private Reply get(Call call) {
        return Reply.ok(RolloutAnswers.of(desk.store().read(work -> find(call, work))));
    }

    private static Rollout find(Call call, Work work) {
        String id = call.variable("rollout");
        return work.rollouts().find(id).orElseThrow(() -> missing(id));
    }

    static Refusal missing(String id) {
        return Refusal.notFound("there is no rollout '" + id + "'; " + ALL + " lists them");
    }

    private Reply approve(Call call) {
        return Reply.ok(RolloutAnswers.of(desk.store().change(work -> {
            String id = find(call, work).id();
            Rollout rollout = work.rollouts().take(id).orElseThrow(() -> ended(find(call, work)));
            Stage stage = toApprove(call, rollout);
            if (stage.wantsApproval()) {
                work.rollouts().stage(id, stage.approved(call.caller().id()));
                work.audit()
                        .append(
                                call.now(),
                                call.caller(),
                                "rollout.approve",
                                "rollout/" + id,
                                Json.object("stage", stage.toString()));
                if (rollout.state() == Rollout.State.WAITING) { // before, it finds the approval when it gets there
                    StagedStarts.wake(id, desk.ids().get(), call.now(), work);
                }
            }
            return find(call, work);
        })));
    }

    private static Stage toApprove(Call call, Rollout rollout) {
        long number = call.text("stage").map(text -> Call.number("stage", text)).orElse(0L);
        Stage stage = rollout.stages().stream()
                .filter(each -> each.number() == number)
                .findFirst()
                .orElseThrow(() -> Refusal.notFound("rollout " + rollout.id() + " has no stage " + number + ", but "
                        + rollout.stages().size()));
        if (!call.extent().covers(stage.environment())) {
            throw Refusal.forbidden(call.caller().words() + " does not hold in " + stage.environment()
                    + " as approver, which " + stage + " is about. Ask an admin for more");
        }
        FourEyes.require(call.caller(), rollout.author(), "began this rollout");
        if (!stage.approval()) {
            throw Refusal.conflict(stage + " wants nobody's approval");
        }
        return stage;
    }

    private static Refusal ended(Rollout rollout) {
        return Refusal.conflict("rollout " + rollout.id() + " has ended: "
                + rollout.state().word() + (rollout.reason().isEmpty() ? "" : ", as " + rollout.reason()));
    }

    private Reply halt(Call call) {
        Rollout rollout = desk.store().change(work -> {
            String id = find(call, work).id();
            work.rollouts().take(id).ifPresent(open -> {
                String why = "halted by " + call.caller().words();
                List<String> runs = open.stages().stream()
                        .map(Stage::run)
                        .flatMap(Optional::stream)
                        .filter(run -> work.runs().halt(run, "its rollout was " + why))
                        .toList();
                runs.forEach(run -> News.halted(run, "its rollout was " + why, call.now(), work));
                work.rollouts().end(id, Optional.of(why), call.now());
                work.audit()
                        .append(
                                call.now(),
                                call.caller(),
                                "rollout.halt",
                                "rollout/" + id,
                                Json.object(
                                        "runs",
                                        Json.of(runs.stream().map(Json::of).toList())));
            });
            return find(call, work);
        });
        desk.conductor().haltThoseAsked();
        return Reply.json(202, RolloutAnswers.of(rollout));
    }
}
