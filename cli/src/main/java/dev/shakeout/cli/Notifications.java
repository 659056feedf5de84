package dev.shakeout.cli;

import dev.shakeout.dialects.settings.NotificationChannel;
import dev.shakeout.dialects.settings.UserSettings;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.ProbeFailed;
import dev.shakeout.engine.Processes.Finished;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.probes.HttpCall;
import dev.shakeout.probes.TimeLimits;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import picocli.CommandLine.ParseResult;

/**
 * Tells the channels of the settings what begins and ends (chaoslib/notification.py). One after the other, beside the
 * command: none delays it, and whatever goes wrong with one is no business of the command; it is said at the level debug.
 * Closing waits for those under way, each of which has its time limit.
 */
final class Notifications implements AutoCloseable {
    private static final TimeLimits LIMITS = new TimeLimits(Duration.ofSeconds(2), Duration.ofSeconds(5));
    private static final Duration PLUGIN_LIMIT = Duration.ofSeconds(10);

    private final List<NotificationChannel> channels;
    private final Terminal terminal;
    private final Optional<String> python;
    private final Optional<ExecutorService> messenger;

    private Notifications(
            List<NotificationChannel> channels,
            Terminal terminal,
            Optional<String> python,
            Optional<ExecutorService> messenger) {
        this.channels = channels;
        this.terminal = terminal;
        this.python = python;
        this.messenger = messenger;
    }

    static Notifications of(UserSettings settings, ParseResult given, Terminal terminal) {
        var channels = settings.channels(terminal::warn);
        return new Notifications(
                channels,
                terminal,
                PythonOption.named(given),
                channels.isEmpty()
                        ? Optional.empty()
                        : Optional.of(Executors.newSingleThreadExecutor(Thread.ofPlatform()
                                .daemon()
                                .name("notifications")
                                .factory())));
    }

    void tell(FlowEvent event, Supplier<? extends Json> payload) {
        tell(event, payload, Optional.empty());
    }

    /** @param payload what the event is about, without secrets; asked for only when somebody is told */
    void tell(FlowEvent event, Supplier<? extends Json> payload, Optional<String> error) {
        var wanting =
                channels.stream().filter(channel -> channel.wants(event.word())).toList();
        if (messenger.isEmpty() || wanting.isEmpty()) {
            return;
        }
        Json.Obj message = Json.object(
                "name",
                event.word(),
                "payload",
                payload.get(),
                "phase",
                event.phase(),
                "ts",
                terminal.telling().clock().millis() / 1000.0);
        Json.Obj whole = terminal.mask()
                .hide(error.map(words -> message.with("error", Json.of(words))).orElse(message));
        wanting.forEach(channel -> messenger.get().execute(() -> send(channel, event, whole)));
    }

    private void send(NotificationChannel channel, FlowEvent event, Json.Obj message) {
        String failure = switch (channel) {
            case NotificationChannel.Http http -> post(http, message);
            case NotificationChannel.Plugin plugin -> call(plugin, message);
        };
        terminal.debug("notification " + event.word() + (failure.isEmpty() ? " sent" : " failed: " + failure));
    }

    /** Returns what went wrong, or nothing. */
    private String post(NotificationChannel.Http channel, Json.Obj message) {
        var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(channel.headers());
        if (channel.forwards()) {
            headers.putIfAbsent("Content-Type", "application/json");
        }
        try {
            var url = new URI(channel.url());
            if (url.getHost() == null) {
                return "its url is no address";
            }
            String body = channel.forwards() ? message.compact() : "";
            String method = channel.forwards() ? "POST" : "GET";
            int status = new HttpCall(
                            method, url, headers, body, LIMITS, channel.verifyTls(), 1, terminal.environment())
                    .send()
                    .answer()
                    .status();
            return status < 400 ? "" : url.getHost() + " answered " + status;
        } catch (URISyntaxException _) {
            return "its url is no address";
        } catch (IOException | BadValue e) {
            return String.valueOf(e.getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    private String call(NotificationChannel.Plugin channel, Json.Obj message) {
        try {
            var machine = Machine.local().withEnvironment(terminal.environment());
            Json.Obj call = Json.object(
                    "module",
                    channel.module(),
                    "func",
                    channel.function(),
                    "channel",
                    channel.settings(),
                    "payload",
                    message);
            Finished finished = UserPython.find(python, machine).feed("notify.py", call.compact(), PLUGIN_LIMIT);
            return finished.ok() ? "" : finished.complaint();
        } catch (ProbeFailed | IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Override
    public void close() {
        messenger.ifPresent(ExecutorService::close);
    }
}
