package dev.shakeout.cli;

import dev.shakeout.cli.ActCommand.Order;
import dev.shakeout.cli.remote.ServerApi;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Json;
import dev.shakeout.model.Problem;
import dev.shakeout.report.ReviewJson;
import dev.shakeout.report.ReviewPage;
import dev.shakeout.report.review.Review;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.OptionSpec;

/** Looks back at a stretch of time on a server. */
final class ReviewCommand {
    private static final String FROM = "--from";
    private static final String TO = "--to";
    private static final String ENVIRONMENT = "--environment";
    private static final String OUTPUT = "--output";
    private static final String JSON = "--json";

    private ReviewCommand() {}

    static Command of() {
        return new ActCommand(
                "review",
                "Look back on a server: runs by verdict, findings opened and closed, and how fast services came back.",
                "shakeout review --from 2026-07-01 --to 2026-09-30 -o review.html",
                Optional.empty(),
                List.of(
                        Options.value(FROM, "DAY", "The first day, such as 2026-07-01, in UTC."),
                        Options.value(TO, "DAY", "The last day."),
                        Options.value(ENVIRONMENT, "NAME", "Only what was in this environment."),
                        OptionSpec.builder("-o", OUTPUT)
                                .paramLabel("FILE")
                                .type(Path.class)
                                .arity("1")
                                .description("Write it as one HTML file.")
                                .build(),
                        Options.flag(JSON, "Print it as JSON.")),
                ReviewCommand::run);
    }

    private static int run(Order order) throws IOException {
        String query = "from=" + day(order, FROM) + "&to=" + day(order, TO);
        String environment = order.value(ENVIRONMENT);
        Optional<Path> output = Optional.ofNullable(order.given().matchedOptionValue(OUTPUT, (Path) null));
        output.ifPresent(Destination::check);
        Json.Obj found = order.server()
                .get("/review?" + query
                        + (environment.isEmpty() ? "" : "&environment=" + ServerApi.escaped(environment)))
                .json();
        Review review = read(found, order);
        if (output.isPresent()) {
            Files.writeString(output.get(), ReviewPage.of(review));
        }
        if (order.given().matchedOptionValue(JSON, false)) {
            order.terminal().print(found.compact());
            return Exit.OK;
        }
        ReviewPage.lines(review).forEach(order.terminal()::line);
        output.ifPresent(file -> order.terminal().line("report   " + file));
        return Exit.OK;
    }

    private static Review read(Json.Obj found, Order order) throws IOException {
        try {
            return ReviewJson.read(found);
        } catch (BadValue e) {
            throw new IOException(order.server().url() + ": " + e.getMessage(), e);
        }
    }

    private static LocalDate day(Order order, String option) {
        String text = order.value(option);
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException _) {
            throw new InvalidInput(Problem.of(
                    text.isEmpty()
                            ? "which time? Name its first and its last day with " + FROM + " and " + TO
                            : option + " " + text + ": must be a day such as 2026-07-01"));
        }
    }
}
