package dev.shakeout.fks.training;

import dev.shakeout.fks.Arguments;
import dev.shakeout.fks.Weakness;
import dev.shakeout.fks.http.HttpService;
import dev.shakeout.fks.http.Reply;
import dev.shakeout.fks.http.Request;
import java.io.IOException;
import java.time.Duration;
import java.util.OptionalLong;

/** {@code fks_training}: burns CPU for jobs out of a bounded queue; when that is full it says so. */
public final class TrainingService {
    private static final int WORKERS = 2;
    private static final int QUEUE_MAX = 500;
    private static final int JOB_CPU_MILLIS = 60;
    private static final int JOB_CPU_MILLIS_MAX = 60_000;

    private final JobQueue jobs;
    private final long jobCpuMillis;

    private TrainingService(JobQueue jobs, long jobCpuMillis) {
        this.jobs = jobs;
        this.jobCpuMillis = jobCpuMillis;
    }

    public static HttpService start(Arguments arguments) throws IOException {
        HttpService service = new HttpService("fks_training", arguments.listen());
        JobQueue jobs = new JobQueue(
                arguments.number("queue", QUEUE_MAX), arguments.weaknesses().contains(Weakness.QUEUE));
        jobs.work(arguments.number("workers", WORKERS));
        service.metrics()
                .counter("fks_jobs_accepted_total", () -> (double) jobs.counts().accepted());
        service.metrics()
                .counter("fks_jobs_finished_total", () -> (double) jobs.counts().finished());
        service.metrics()
                .counter("fks_jobs_rejected_total", () -> (double) jobs.counts().rejected());
        service.metrics().gauge("fks_jobs_queued", "", () -> jobs.counts().queued());
        service.metrics().gauge("fks_jobs_running", "", () -> jobs.counts().running());
        TrainingService training = new TrainingService(jobs, arguments.number("job-cpu-ms", JOB_CPU_MILLIS));
        return service.on("POST", "/jobs", training::submit)
                .on("GET", "/jobs", _ -> jobs.counts().reply())
                .start(() -> true);
    }

    private Reply submit(Request request) {
        long cpuMillis = request.json().whole("cpuMillis", jobCpuMillis);
        if (cpuMillis < 1 || cpuMillis > JOB_CPU_MILLIS_MAX) {
            throw new IllegalArgumentException("cpuMillis must be 1 to " + JOB_CPU_MILLIS_MAX);
        }
        OptionalLong job = jobs.submit(Duration.ofMillis(cpuMillis));
        return job.isPresent()
                ? Reply.json(202, "job", job.getAsLong(), "status", "queued")
                : Reply.error(429, "the queue is full; try again later");
    }
}
