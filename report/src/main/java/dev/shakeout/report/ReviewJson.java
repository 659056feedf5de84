package dev.shakeout.report;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Verdict;
import dev.shakeout.report.review.Review;
import dev.shakeout.report.review.Review.Recoveries;
import dev.shakeout.report.review.Review.Times;
import dev.shakeout.report.review.Review.Weakness;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** A review for programs. */
public final class ReviewJson {
    private ReviewJson() {}

    public static Json.Obj of(Review review) {
        var members = new LinkedHashMap<String, Json>();
        members.put("from", Json.of(review.from().toString()));
        members.put("to", Json.of(review.to().toString()));
        review.environment().ifPresent(name -> members.put("environment", Json.of(name)));
        members.put("runs", Json.of(review.runs()));
        var verdicts = new LinkedHashMap<String, Json>();
        review.verdicts().forEach((verdict, count) -> verdicts.put(verdict.word(), Json.of(count)));
        members.put("verdicts", new Json.Obj(verdicts));
        members.put("without-verdict", Json.of(review.without()));
        members.put("unread", Json.of(review.unread()));
        members.put(
                "recoveries",
                Json.of(review.recoveries().stream().map(ReviewJson::of).toList()));
        members.put(
                "opened", Json.of(review.opened().stream().map(ReviewJson::of).toList()));
        members.put(
                "closed", Json.of(review.closed().stream().map(ReviewJson::of).toList()));
        return new Json.Obj(members);
    }

    private static Json of(Recoveries recoveries) {
        Json.Obj told = Json.object(
                "experiment",
                recoveries.experiment(),
                "service",
                recoveries.service(),
                "faults",
                recoveries.faults(),
                "not-recovered",
                recoveries.lasting());
        return recoveries
                .times()
                .map(times -> told.with("median-seconds", seconds(times.median()))
                        .with("p95-seconds", seconds(times.p95()))
                        .with("worst-seconds", seconds(times.worst())))
                .orElse(told);
    }

    private static Json seconds(Duration time) {
        return new Json.Num(BigDecimal.valueOf(time.toMillis(), 3).stripTrailingZeros());
    }

    private static Json of(Weakness weakness) {
        return Json.object(
                "experiment",
                weakness.experiment(),
                "environment",
                weakness.environment(),
                "title",
                weakness.title(),
                "status",
                weakness.status());
    }

    /** @throws BadValue it is no review */
    public static Review read(Json.Obj json) {
        try {
            var verdicts = new EnumMap<Verdict, Integer>(Verdict.class);
            if (json.get("verdicts").orElse(Json.Null.NULL) instanceof Json.Obj(var counts)) {
                counts.forEach((word, count) -> verdicts.put(Verdict.ofWord(word), Integer.parseInt(count.text())));
            }
            return new Review(
                    LocalDate.parse(text(json, "from")),
                    LocalDate.parse(text(json, "to")),
                    json.get("environment").map(Json::text),
                    verdicts,
                    Integer.parseInt(text(json, "without-verdict")),
                    Integer.parseInt(text(json, "unread")),
                    objects(json, "recoveries").stream()
                            .map(ReviewJson::recoveries)
                            .toList(),
                    objects(json, "opened").stream().map(ReviewJson::weakness).toList(),
                    objects(json, "closed").stream().map(ReviewJson::weakness).toList());
        } catch (DateTimeException | IllegalArgumentException _) {
            throw new BadValue("that is no review");
        }
    }

    private static Recoveries recoveries(Json.Obj json) {
        Optional<Times> times = json.get("median-seconds").isEmpty()
                ? Optional.empty()
                : Optional.of(new Times(
                        time(json, "median-seconds"), time(json, "p95-seconds"), time(json, "worst-seconds")));
        return new Recoveries(
                text(json, "experiment"),
                text(json, "service"),
                Integer.parseInt(text(json, "faults")),
                Integer.parseInt(text(json, "not-recovered")),
                times);
    }

    private static Duration time(Json.Obj json, String key) {
        return Duration.ofMillis(
                new BigDecimal(text(json, key)).movePointRight(3).longValue());
    }

    private static Weakness weakness(Json.Obj json) {
        return new Weakness(
                text(json, "experiment"), text(json, "environment"), text(json, "title"), text(json, "status"));
    }

    private static List<Json.Obj> objects(Json.Obj json, String key) {
        return json.get(key).orElse(Json.Null.NULL) instanceof Json.Arr(var items)
                ? items.stream()
                        .filter(Json.Obj.class::isInstance)
                        .map(Json.Obj.class::cast)
                        .toList()
                : List.of();
    }

    private static String text(Json.Obj json, String key) {
        return json.get(key).map(Json::text).orElse("");
    }
}
