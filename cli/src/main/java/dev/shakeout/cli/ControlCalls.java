package dev.shakeout.cli;

import dev.shakeout.engine.EndsRun;
import dev.shakeout.engine.ProbeFailed;
import dev.shakeout.engine.Stop;
import dev.shakeout.engine.Threads;
import dev.shakeout.model.Json;
import dev.shakeout.python.PythonSide;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for controls, but not for ever: a run that is stopped has something to take back. */
record ControlCalls(PythonSide side, Stop stop, Duration late) {
    /** How long a control may take once the run is stopped. */
    static final Duration LATE = Duration.ofSeconds(10);

    /**
     * @param what is asked for, for messages
     * @param patient whether a control that is under way when the run is stopped may go on for {@code late}
     * @throws InterruptedException when the run is stopped and the control is not waited for
     * @throws ProbeFailed when there is no answer
     */
    Json ask(Json.Obj request, String what, boolean patient) throws ProbeFailed, InterruptedException {
        var answer = new CompletableFuture<Json>();
        Thread asking = Threads.start("control", () -> ask(request, what, answer));
        try {
            if (stop.reason().isEmpty()) {
                CompletableFuture.anyOf(answer, stop.requested()).get();
                if (!answer.isDone() && !patient) {
                    throw new InterruptedException();
                }
            }
            return answer.get(late.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new ProbeFailed(
                    what + " took longer than " + late.toSeconds()
                            + " s after the run was stopped, and was not waited for",
                    e);
        } catch (ExecutionException e) {
            throw failure(what, e);
        } finally {
            if (!answer.isDone()) {
                asking.interrupt();
            }
        }
    }

    private void ask(Json.Obj request, String what, CompletableFuture<Json> answer) {
        try {
            answer.complete(side.ask(request, what, Optional.empty()));
        } catch (ProbeFailed | InterruptedException | RuntimeException e) {
            answer.completeExceptionally(e);
        }
    }

    private static ProbeFailed failure(String what, ExecutionException e) {
        return switch (e.getCause()) {
            case EndsRun ends -> ends;
            case ProbeFailed failed -> failed;
            case Throwable other -> new ProbeFailed(what + ": " + other, other);
            case null -> new ProbeFailed(what + ": " + e, e);
        };
    }
}
