package dev.shakeout.python;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.ProcessFamily;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** One process of the user's Python that carries out requests side by side. What it does is in {@code side.py} and {@code operations.py}. */
final class SideProcess implements AutoCloseable {
    /** For what takes no time unless something is wrong, such as an orderly end. */
    private static final Duration PATIENCE = Duration.ofMillis(300);

    /** How long a function may tidy up that was interrupted. */
    private static final Duration TIDYING = Duration.ofSeconds(1);

    private final Path python;
    private final ProcessFamily family;
    private final RequestPipe requests;
    private final AnswerPipe answers;
    private final AnswerReader reader;
    private final LastWords lastWords;
    private final Thread listener;
    private final Map<Long, Open> open = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();
    private Optional<Answer.Lost> over = Optional.empty();
    private volatile boolean ready;
    private int waiting;
    private boolean retired;

    /** A request that is not answered yet, and its size in bytes. */
    private record Open(CompletableFuture<Answer> answer, int size) {}

    private SideProcess(Path python, ProcessFamily family, Consumer<String> log) {
        this.python = python;
        this.family = family;
        this.requests = new RequestPipe(family.head().getOutputStream());
        this.answers = new AnswerPipe(family.head().getInputStream());
        this.reader = new AnswerReader(answers, this::heard, () -> !open.isEmpty());
        this.lastWords = new LastWords(family.head().getErrorStream(), log);
        this.listener = Thread.ofPlatform().daemon().name("python-answers").unstarted(this::listen);
    }

    static SideProcess start(Path python, Machine machine, Consumer<String> log) throws IOException {
        var family = ProcessFamily.start(Script.command(python), machine);
        var process = new SideProcess(python, family, log);
        process.requests.begin(Script.TEXT);
        process.listener.start();
        var _ = family.head().onExit().thenRun(process::exited);
        return process;
    }

    /** Keeps it from ending for one request; false when it takes none any more. */
    synchronized boolean enter() {
        if (retired || over.isPresent()) {
            return false;
        }
        waiting++;
        return true;
    }

    /** After {@link #enter}. The last one out ends what is retired. */
    void leave() {
        boolean last;
        synchronized (this) {
            waiting--;
            last = retired && waiting == 0;
        }
        if (last) {
            close();
        }
    }

    /**
     * Sends a request, the members of a JSON object, and waits for its answer. Between {@link #enter} and {@link #leave}.
     *
     * @return empty when there is none in time; what cannot be interrupted makes this process take no more requests
     */
    Optional<Answer> ask(String members, Optional<Duration> limit) throws InterruptedException {
        long number = numbers.incrementAndGet();
        byte[] line = ("{\"id\":" + number + "," + members + "}\n").getBytes(StandardCharsets.UTF_8);
        var request = new Open(new CompletableFuture<>(), line.length);
        open.put(number, request);
        requests.send(line);
        lost().ifPresent(request.answer()::complete); // it may have come to its end before this request was known
        reader.readUntil(request.answer()::isDone);
        try {
            return limit.isEmpty()
                    ? Optional.of(request.answer().get())
                    : within(limit.get(), number, request.answer());
        } catch (InterruptedException e) {
            interrupt(number);
            throw e;
        } catch (ExecutionException e) {
            throw new IllegalStateException("an answer never fails", e);
        }
    }

    private Optional<Answer> within(Duration limit, long number, CompletableFuture<Answer> answer)
            throws InterruptedException, ExecutionException {
        try {
            return Optional.of(answer.get(limit.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException _) {
            interrupt(number);
        }
        try {
            answer.get(TIDYING.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            synchronized (this) {
                retired = true;
            }
        }
        return Optional.empty();
    }

    private void interrupt(long number) {
        byte[] line = ("{\"interrupt\":" + number + "}\n").getBytes(StandardCharsets.UTF_8);
        requests.send(line);
        requests.read(line.length); // it is small, and nobody answers it
    }

    private void listen() {
        String how = "";
        try (answers) {
            ready = untilReady();
            how = ready && !reader.listen() ? "gave an answer that cannot be read" : "";
        } catch (IOException _) {
            // the pipe's end, as it was killed
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            ended(how);
        }
    }

    /** What comes before is by something that prints whenever Python starts. */
    private boolean untilReady() throws IOException {
        Optional<String> line = answers.next();
        while (line.isPresent() && !line.get().startsWith("{\"ready\":")) {
            if (!line.get().isBlank()) {
                lastWords.heard(line.get());
            }
            line = answers.next();
        }
        return line.isPresent();
    }

    private boolean heard(String line) {
        var answer = Answer.parse(line);
        answer.map(Answer.Numbered::number).map(open::remove).ifPresent(request -> {
            requests.read(request.size());
            request.answer().complete(answer.get().answer());
        });
        return answer.isPresent();
    }

    /** A survivor may hold the pipe of the answers open, so that its end does not tell. */
    private void exited() {
        reader.readToTheEnd();
        try {
            if (!listener.join(PATIENCE)) {
                ended("");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void ended(String how) {
        if (over.isPresent()) {
            return;
        }
        var words = new StringBuilder("Python (" + python + ") ");
        try {
            boolean gone = family.head().waitFor(PATIENCE);
            words.append(!how.isEmpty() ? how : gone ? endOf(family.head()) : "closed its pipe");
            family.kill();
            String last = lastWords.text(PATIENCE);
            words.append(last.isEmpty() ? "" : "; the last it wrote: " + last);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        var lost = new Answer.Lost(words.toString());
        over = Optional.of(lost);
        open.values().forEach(request -> request.answer().complete(lost));
    }

    private static String endOf(Process process) {
        int status = process.exitValue();
        return killed(status) ? "was ended by signal " + (status - 128) : "ended by itself with status " + status;
    }

    /** The JVM tells of signals as a shell does. */
    private static boolean killed(int status) {
        return status > 128 && status <= 128 + 64;
    }

    /** Why it gave up before it took any request, as the next one of its kind will do too. */
    synchronized Optional<String> neverReady() {
        boolean gaveUp =
                !ready && !family.head().isAlive() && !killed(family.head().exitValue());
        return over.filter(_ -> gaveUp).map(Answer.Lost::words);
    }

    private synchronized Optional<Answer.Lost> lost() {
        return over;
    }

    /** Lets an idle one end in its own way, kills one that is busy, and all that either has started. */
    @Override
    public void close() {
        try {
            if (open.isEmpty() && lost().isEmpty()) {
                requests.send("{\"leave\":true}\n".getBytes(StandardCharsets.UTF_8));
                family.head().waitFor(PATIENCE);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        family.close();
        requests.close();
        try {
            listener.join(PATIENCE.multipliedBy(2)); // it ends what was started
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
