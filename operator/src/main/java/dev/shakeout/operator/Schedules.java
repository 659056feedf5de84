package dev.shakeout.operator;

import dev.shakeout.engine.Threads;
import dev.shakeout.faults.kubernetes.Resource;
import dev.shakeout.faults.kubernetes.ResourceType;
import dev.shakeout.faults.kubernetes.Watch;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes a Run whenever a Schedule says so. The time of the next one is in its status, so that none is lost, or made twice. */
final class Schedules implements AutoCloseable {
    private static final Duration TICK = Duration.ofMillis(500);
    /** What is later than this, as nobody led, is left out. */
    private static final Duration LATEST = Duration.ofMinutes(5);
    /** By which the runs of a schedule are found; the value is its name. */
    private static final String LABEL = "shakeout.dev/schedule";

    private final Workshop workshop;
    private final Map<String, ScheduleResource> schedules = new HashMap<>();
    private final Watch watch;
    private final Thread thread;

    Schedules(Workshop workshop) {
        this.workshop = workshop;
        this.watch = Watch.start(workshop.cluster(), ResourceType.SCHEDULE, workshop.namespace(), Map.of(), this::told);
        this.thread = Threads.start("schedules", this::tick);
    }

    private synchronized void told(Watch.Change change) {
        switch (change) {
            case Watch.Change.All(List<Resource> objects) -> {
                schedules.clear();
                objects.forEach(this::remember);
            }
            case Watch.Change.Now(Resource object) -> remember(object);
            case Watch.Change.Gone(Resource object) -> schedules.remove(object.uid());
        }
    }

    private synchronized void remember(Resource object) {
        schedules.put(object.uid(), new ScheduleResource(object));
    }

    private synchronized List<ScheduleResource> all() {
        return List.copyOf(schedules.values());
    }

    private void tick() {
        try {
            while (true) {
                for (ScheduleResource schedule : all()) {
                    look(schedule);
                }
                Thread.sleep(TICK);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    private void look(ScheduleResource schedule) {
        if (schedule.isSuspended() || !workshop.leads().getAsBoolean()) {
            return;
        }
        try {
            Instant now = workshop.machine().clock().instant();
            Optional<Instant> due = schedule.due();
            if (due.isEmpty()) {
                plan(schedule, schedule.after(now));
            } else if (!now.isBefore(due.get())) {
                serve(schedule, due.get(), now);
            }
        } catch (BadValue e) {
            complain(schedule, String.valueOf(e.getMessage()));
        } catch (IOException | RuntimeException e) {
            workshop.trouble().accept("schedule " + schedule.resource().path() + ": " + e.getMessage());
        }
    }

    /** A time that never comes is a mistake too. */
    private void plan(ScheduleResource schedule, Optional<Instant> next) throws IOException {
        write(
                schedule,
                Json.object(
                        "rule",
                        schedule.rule(),
                        "nextRun",
                        next.orElseThrow(() -> new BadValue("'" + schedule.rule() + "' is never"))
                                .toString(),
                        "problem",
                        Json.Null.NULL));
    }

    private void complain(ScheduleResource schedule, String problem) {
        if (schedule.problem().equals(problem)) {
            return;
        }
        try {
            workshop.announcer().warn(schedule.resource(), "BadSchedule", problem);
            write(schedule, Json.object("problem", problem, "nextRun", Json.Null.NULL));
        } catch (IOException e) {
            workshop.trouble().accept("schedule " + schedule.resource().path() + ": " + e.getMessage());
        }
    }

    private void serve(ScheduleResource schedule, Instant due, Instant now) throws IOException {
        List<RunResource> runs = runs(schedule);
        var status = new LinkedHashMap<String, Json>();
        if (due.plus(LATEST).isBefore(now)) {
            workshop.announcer().warn(schedule.resource(), "Missed", "nobody was there to run it at " + due);
        } else if (!schedule.allowsConcurrentRuns() && runs.stream().anyMatch(run -> !run.isOver())) {
            workshop.announcer().warn(schedule.resource(), "Skipped", "its last run is still under way at " + due);
        } else {
            status.put("lastRun", Json.of(due.toString()));
            status.put("lastRunName", Json.of(make(schedule, due)));
        }
        status.put("rule", Json.of(schedule.rule()));
        status.put(
                "nextRun",
                schedule.after(now).<Json>map(next -> Json.of(next.toString())).orElse(Json.Null.NULL));
        write(schedule, new Json.Obj(status));
        forget(schedule, runs);
    }

    private List<RunResource> runs(ScheduleResource schedule) throws IOException {
        var runs = new ArrayList<RunResource>();
        workshop.cluster()
                .list(
                        ResourceType.RUN,
                        schedule.resource().namespace(),
                        Map.of(
                                "labelSelector",
                                LABEL + "=" + schedule.resource().name()),
                        each -> runs.add(new RunResource(each)));
        return runs;
    }

    /** One that is there already was made by another operator, which could not say so any more. */
    private String make(ScheduleResource schedule, Instant due) throws IOException {
        Resource owner = schedule.resource();
        String name = owner.name() + "-" + due.getEpochSecond() / 60;
        var spec = Json.object("experiment", schedule.experiment());
        if (!schedule.account().isEmpty()) {
            spec = spec.with("serviceAccount", Json.of(schedule.account()));
        }
        for (String key : List.of("context", "namespaces")) {
            Optional<Json> named = owner.at("spec", key);
            if (named.isPresent()) {
                spec = spec.with(key, named.get());
            }
        }
        var run = Json.object(
                "apiVersion",
                ResourceType.RUN.apiVersion(),
                "kind",
                ResourceType.RUN.kind(),
                "metadata",
                Json.object(
                        "name",
                        name,
                        "labels",
                        Json.object(LABEL, owner.name()),
                        "ownerReferences",
                        Json.of(List.of(owner.reference()))),
                "spec",
                spec);
        String path = ResourceType.RUN.path(owner.namespace());
        var answer = workshop.cluster().send("POST", path, "", run.compact());
        if (answer.status() != 409) {
            workshop.cluster().object(path, answer);
            workshop.announcer().tell(owner, "RunMade", name);
        }
        return name;
    }

    /** Deletes the oldest of those that are over, but for as many as are to be kept. */
    private void forget(ScheduleResource schedule, List<RunResource> runs) throws IOException {
        for (var phase : List.of(RunResource.Phase.SUCCEEDED, RunResource.Phase.FAILED)) {
            List<Resource> over = runs.stream()
                    .filter(run -> run.phase() == phase)
                    .map(RunResource::resource)
                    .sorted(Comparator.comparing((Resource run) -> run.text("metadata", "creationTimestamp"))
                            .reversed())
                    .skip(schedule.kept(phase))
                    .toList();
            for (Resource run : over) {
                workshop.cluster().send("DELETE", run.path(), "", "");
            }
        }
    }

    /** And reads it again, lest the next look go by what is old. */
    private void write(ScheduleResource schedule, Json.Obj status) throws IOException {
        workshop.status().set(schedule.resource(), status);
        workshop.cluster()
                .find(ResourceType.SCHEDULE, schedule.resource().path())
                .filter(now -> now.uid().equals(schedule.resource().uid()))
                .ifPresent(this::remember);
    }

    @Override
    public void close() {
        watch.close();
        Threads.end(thread);
    }
}
