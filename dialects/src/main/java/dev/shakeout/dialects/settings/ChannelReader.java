package dev.shakeout.dialects.settings;

import dev.shakeout.model.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Reads {@code notifications} of the settings; nothing that is wrong in it may keep a command from its work. */
final class ChannelReader {
    private ChannelReader() {}

    static List<NotificationChannel> read(Json written, Consumer<String> complaints) {
        if (!(written instanceof Json.Arr(var items))) {
            complaints.accept("notifications must be a list of channels, so nobody is told of anything");
            return List.of();
        }
        var channels = new ArrayList<NotificationChannel>();
        for (int i = 0; i < items.size(); i++) {
            String what = "notifications[" + i + "]";
            channel(items.get(i))
                    .ifPresentOrElse(
                            channels::add,
                            () -> complaints.accept(what + " is passed over: it must be of type http with a url, or of"
                                    + " type plugin with a module"));
        }
        return channels;
    }

    private static Optional<NotificationChannel> channel(Json written) {
        if (!(written instanceof Json.Obj channel)) {
            return Optional.empty();
        }
        List<String> events = channel.get("events").stream()
                .flatMap(list -> list instanceof Json.Arr(var items) ? items.stream() : Stream.of(list))
                .map(Json::text)
                .toList();
        return switch (text(channel, "type").orElse("")) {
            case "http" ->
                text(channel, "url")
                        .map(url -> new NotificationChannel.Http(
                                events,
                                url,
                                headers(channel),
                                flag(channel, "verify_tls"),
                                flag(channel, "forward_event_payload")));
            case "plugin" ->
                text(channel, "module")
                        .map(module -> new NotificationChannel.Plugin(
                                events, module, text(channel, "func").orElse("notify"), channel));
            default -> Optional.empty();
        };
    }

    private static Map<String, String> headers(Json.Obj channel) {
        var headers = new LinkedHashMap<String, String>();
        channel.get("headers").ifPresent(written -> {
            if (written instanceof Json.Obj(var members)) {
                members.forEach((name, value) -> headers.put(name, value.text()));
            }
        });
        return headers;
    }

    private static Optional<String> text(Json.Obj channel, String key) {
        return channel.get(key)
                .filter(value -> value != Json.Null.NULL)
                .map(Json::text)
                .filter(text -> !text.isEmpty());
    }

    /** True unless it says otherwise. */
    private static boolean flag(Json.Obj channel, String key) {
        return channel.get(key).map(value -> !value.equals(Json.of(false))).orElse(true);
    }
}
