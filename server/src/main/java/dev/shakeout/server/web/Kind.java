package dev.shakeout.server.web;

import dev.shakeout.model.AtMost;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Span;
import dev.shakeout.model.Verdict;
import dev.shakeout.server.access.Role;
import dev.shakeout.server.channel.Occasion;
import dev.shakeout.server.channel.ReceiverKind;
import dev.shakeout.server.channel.Receivers;
import dev.shakeout.server.rollout.Rollout;
import dev.shakeout.server.schedule.Concurrency;
import dev.shakeout.server.schedule.ScheduledStart;
import dev.shakeout.server.store.FlagJson;
import dev.shakeout.server.store.KnownFinding;
import dev.shakeout.server.store.StoredMessage;
import dev.shakeout.server.store.StoredRun;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a value may be: said once, for the reader and for the OpenAPI document.
 *
 * @param allowed in words
 * @param schema in JSON Schema
 * @param takes the same as a test
 * @param items of a list, where these are objects
 */
record Kind(String allowed, Json.Obj schema, Predicate<Json> takes, Optional<Shape> items) {
    /** Of what is part of a path. */
    private static final String NAME_PATTERN = "^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$";

    /** Without it, years of more digits would be some. */
    private static final String DATE_PATTERN = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";

    private static final int LONGEST = 100_000;

    private Kind(String allowed, Json.Obj schema, Predicate<Json> takes) {
        this(allowed, schema, takes, Optional.empty());
    }

    static final Kind TEXT = new Kind(
            "text of at most " + LONGEST + " characters",
            Json.object("type", "string", "maxLength", LONGEST),
            json -> json instanceof Json.Str(var text) && text.codePointCount(0, text.length()) <= LONGEST);
    static final Kind LINE = new Kind(
            "text of one line, 1 to 200 characters",
            Json.object("type", "string", "pattern", Labels.VALUE),
            matching(Labels.VALUE));
    static final Kind NAME = new Kind(
            "a name of 1 to 100 letters, digits, dots, hyphens and underscores that begins with a letter or digit",
            Json.object("type", "string", "pattern", NAME_PATTERN),
            matching(NAME_PATTERN));
    static final Kind MOMENT = new Kind(
            "a moment such as 2026-01-31T12:00:00Z",
            Json.object("type", "string", "format", "date-time"),
            json -> json instanceof Json.Str(var text) && isMoment(text));
    static final Kind COUNT = new Kind(
            "a whole number, 1 or more",
            Json.object("type", "integer", "minimum", 1),
            json -> json instanceof Json.Num number
                    && number.whole()
                    && number.value().signum() > 0);
    static final Kind SEQ = new Kind(
            "a whole number, 0 or more",
            Json.object("type", "integer", "minimum", 0),
            json -> json instanceof Json.Num number
                    && number.whole()
                    && number.value().signum() >= 0);
    static final Kind NUMBER = new Kind("a number", Json.object("type", "number"), Json.Num.class::isInstance);
    static final Kind FLAG = new Kind("true or false", Json.object("type", "boolean"), Json.Bool.class::isInstance);
    /** Where a feature flag is found. */
    static final Kind SWITCH = new Kind(
            FlagJson.FORMS + "; a file by its whole path",
            Json.object(
                    "type",
                    "object",
                    "oneOf",
                    Json.of(List.of(
                            flag("file", "^/", "key"),
                            flag("environment", "\\S", ""),
                            flag("ofrep", "^[hH][tT][tT][pP][sS]?://.", "key"),
                            flag("url", "^[hH][tT][tT][pP][sS]?://.", "")))),
            json -> json instanceof Json.Obj flag && isFlag(flag));

    static final Kind OBJECT = new Kind("an object", Json.object("type", "object"), Json.Obj.class::isInstance);
    static final Kind TEXTS = new Kind(
            "a list of texts",
            Json.object("type", "array", "items", Json.object("type", "string")),
            json -> json instanceof Json.Arr(var items) && items.stream().allMatch(Json.Str.class::isInstance));
    /** As --label takes them. */
    static final Kind LABELS = new Kind(
            "an object of texts of one line, whose keys are letters, digits and _ . / -, and none is called environment",
            Json.object(
                    "type",
                    "object",
                    "propertyNames",
                    Json.object("pattern", Labels.KEY, "not", Json.object("const", "environment")),
                    "additionalProperties",
                    Json.object("type", "string", "pattern", Labels.VALUE)),
            Labels::taken);

    static final Kind DATE = new Kind(
            "a day such as 2026-12-24",
            Json.object("type", "string", "format", "date", "pattern", DATE_PATTERN),
            json -> json instanceof Json.Str(var text) && isDate(text));
    static final Kind SPAN = new Kind(
            "a duration with its unit, such as 30s, 10m or 2h",
            Span.schema(),
            json -> json instanceof Json.Str(var text) && isSpan(text));
    /** As --at-most takes it. */
    static final Kind AT_MOST = new Kind(
            "a number of targets, such as 3, or a share of them, such as 5%",
            Json.object("type", "string", "pattern", "^(" + AtMost.PATTERN + ")$"),
            json -> json instanceof Json.Str(var text) && text.matches(AtMost.PATTERN));

    static final Kind CHANNEL_KIND = word(Receivers.ALL.stream().map(ReceiverKind::word));
    static final Kind OCCASIONS = words(Occasion.ASKED.stream().map(Occasion::word));
    static final Kind OCCASION = word(Arrays.stream(Occasion.values()).map(Occasion::word));
    static final Kind VERDICTS = words(Arrays.stream(Verdict.values()).map(Verdict::word));
    static final Kind MESSAGE_STATE =
            word(Arrays.stream(StoredMessage.State.values()).map(StoredMessage.State::word));
    static final Kind ROLLOUT_STATE = word(Arrays.stream(Rollout.State.values()).map(Rollout.State::word));
    static final Kind FINDING_STATUS =
            word(Arrays.stream(KnownFinding.Status.values()).map(KnownFinding.Status::word));
    static final Kind MISSED = word(Stream.of("skip", "once"));
    static final Kind CONCURRENCY = word(Arrays.stream(Concurrency.values()).map(Concurrency::word));
    static final Kind START_OUTCOME =
            word(Arrays.stream(ScheduledStart.Outcome.values()).map(ScheduledStart.Outcome::word));
    static final Kind WHO = word(Stream.of("user", "token"));
    static final Kind ROLE = word(Arrays.stream(Role.values()).map(Role::word));
    static final Kind STATE = word(Arrays.stream(StoredRun.State.values()).map(StoredRun.State::word));
    static final Kind VERDICT = word(Arrays.stream(Verdict.values()).map(Verdict::word));

    private static Json.Obj flag(String where, String pattern, String key) {
        Json.Obj place = Json.object(where, Json.object("type", "string", "pattern", pattern));
        List<Json> required = key.isEmpty() ? List.of(Json.of(where)) : List.of(Json.of(where), Json.of(key));
        Json.Obj members = key.isEmpty() ? place : place.with(key, Json.object("type", "string", "pattern", "\\S"));
        return Json.object("properties", members, "required", Json.of(required), "additionalProperties", false);
    }

    private static boolean isFlag(Json.Obj flag) {
        try {
            var _ = FlagJson.read(flag);
            return true;
        } catch (BadValue _) {
            return false;
        }
    }

    /** At least one of these. */
    private static Kind words(Stream<String> words) {
        List<String> all = words.toList();
        return new Kind(
                "a list of at least one of " + String.join(", ", all),
                Json.object(
                        "type",
                        "array",
                        "minItems",
                        1,
                        "items",
                        Json.object(
                                "type",
                                "string",
                                "enum",
                                Json.of(all.stream().map(Json::of).toList()))),
                json -> json instanceof Json.Arr(var items)
                        && !items.isEmpty()
                        && items.stream().allMatch(item -> item instanceof Json.Str(var text) && all.contains(text)));
    }

    private static Kind word(Stream<String> words) {
        List<String> all = words.toList();
        return new Kind(
                "one of " + String.join(", ", all),
                Json.object(
                        "type",
                        "string",
                        "enum",
                        Json.of(all.stream().map(Json::of).toList())),
                json -> json instanceof Json.Str(var text) && all.contains(text));
    }

    private static boolean isDate(String text) {
        try {
            LocalDate.parse(text);
            return text.matches(DATE_PATTERN);
        } catch (DateTimeException _) {
            return false;
        }
    }

    private static boolean isSpan(String text) {
        try {
            Span.parse(text);
            return true;
        } catch (BadValue _) {
            return false;
        }
    }

    private static Predicate<Json> matching(String pattern) {
        var compiled = Pattern.compile(pattern);
        return json ->
                json instanceof Json.Str(var text) && compiled.matcher(text).matches();
    }

    private static boolean isMoment(String text) {
        try {
            Instant.parse(text);
            return true;
        } catch (DateTimeException _) {
            return false;
        }
    }

    static Kind listOf(Shape shape) {
        return new Kind(
                "a list",
                Json.object("type", "array", "items", shape.reference()),
                Json.Arr.class::isInstance,
                Optional.of(shape));
    }

    /** As it is sent: at least one, each checked by its shape where it is read. */
    static Kind manyOf(Shape shape) {
        return new Kind(
                "a list of at least one object; leave it out for none",
                Json.object("type", "array", "minItems", 1, "items", shape.reference()),
                json -> json instanceof Json.Arr(var items)
                        && !items.isEmpty()
                        && items.stream().allMatch(Json.Obj.class::isInstance),
                Optional.of(shape));
    }

    /** How the command reads its labels. */
    private static final class Labels {
        static final String KEY = "^[A-Za-z0-9][A-Za-z0-9_./-]{0,62}$";
        static final String VALUE = "^[^\\u0000-\\u001f\\u007f\\u0085\\u2028\\u2029]{1,200}$";

        static boolean taken(Json json) {
            return json instanceof Json.Obj(var members)
                    && members.entrySet().stream()
                            .allMatch(member -> member.getKey().matches(KEY)
                                    && !member.getKey().equals("environment")
                                    && member.getValue() instanceof Json.Str(var text)
                                    && text.matches(VALUE));
        }
    }
}
