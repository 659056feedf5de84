package dev.shakeout.monitors;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.ProbeFailed;
import dev.shakeout.engine.ProbeReader;
import dev.shakeout.engine.Threads;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Json;
import dev.shakeout.model.Nearest;
import dev.shakeout.model.Span;
import dev.shakeout.probes.Deadline;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;
import software.amazon.awssdk.services.cloudwatch.model.StatusCode;

/** A conversation with CloudWatch, which begins with its first question. */
final class CloudWatch implements ProbeReader.Once {
    private static final Set<Integer> DENIED = Set.of(401, 403);
    private static final String OWN_ID = "shakeout";

    private final Arguments arguments;
    private final Machine machine;
    private Optional<CloudWatchClient> client = Optional.empty();

    CloudWatch(Arguments arguments, Machine machine) {
        this.arguments = arguments;
        this.machine = machine;
    }

    /** The library takes seconds to load where a machine is busy, and a guard's first reading has two. */
    @Override
    public void start() {
        Threads.start("cloudwatch", () -> {
            try {
                client();
            } catch (SdkClientException _) {
                // the first reading tells
            }
        });
    }

    @Override
    public Json read() throws ProbeFailed, InterruptedException {
        Instant now = machine.clock().instant();
        List<Series> series = within(() -> series(request(now)));
        return Reading.of(series, arguments, now, this::nothing);
    }

    private synchronized CloudWatchClient client() {
        CloudWatchClient made = client.orElseGet(() -> CloudWatchAccess.client(arguments, machine));
        client = Optional.of(made);
        return made;
    }

    /** The values of whole periods alone: what has only begun would look smaller than it is. */
    private GetMetricDataRequest request(Instant now) {
        long period = arguments.get(CloudWatchProbe.PERIOD).toSeconds();
        Instant end = Instant.ofEpochSecond(now.getEpochSecond() / period * period);
        Duration window = arguments.get(CloudWatchProbe.WINDOW);
        return GetMetricDataRequest.builder()
                .startTime(end.minus(
                        window.compareTo(Duration.ofSeconds(period)) < 0 ? Duration.ofSeconds(period) : window))
                .endTime(end)
                .scanBy(ScanBy.TIMESTAMP_DESCENDING)
                .metricDataQueries(queries())
                .build();
    }

    private List<MetricDataQuery> queries() {
        var queries = new ArrayList<MetricDataQuery>();
        arguments
                .find(CloudWatchProbe.EXPRESSION)
                .ifPresentOrElse(
                        expression -> {
                            arguments
                                    .get(CloudWatchProbe.METRICS)
                                    .forEach((id, metric) -> queries.add(query(id, metric, false)));
                            queries.add(MetricDataQuery.builder()
                                    .id(OWN_ID)
                                    .expression(expression)
                                    .period((int) arguments
                                            .get(CloudWatchProbe.PERIOD)
                                            .toSeconds())
                                    .returnData(true)
                                    .build());
                        },
                        () -> queries.add(query(OWN_ID, single(), true)));
        return queries;
    }

    private Metric single() {
        return new Metric(
                arguments.get(CloudWatchProbe.NAMESPACE),
                arguments.get(CloudWatchProbe.METRIC),
                arguments.get(CloudWatchProbe.DIMENSIONS),
                arguments.get(CloudWatchProbe.STATISTIC),
                arguments.get(CloudWatchProbe.PERIOD));
    }

    private static MetricDataQuery query(String id, Metric metric, boolean returned) {
        List<Dimension> dimensions = metric.dimensions().entrySet().stream()
                .map(each -> Dimension.builder()
                        .name(each.getKey())
                        .value(each.getValue())
                        .build())
                .toList();
        return MetricDataQuery.builder()
                .id(id)
                .metricStat(stat -> stat.stat(metric.statistic())
                        .period((int) metric.period().toSeconds())
                        .metric(named -> named.namespace(metric.namespace())
                                .metricName(metric.name())
                                .dimensions(dimensions)))
                .returnData(returned)
                .build();
    }

    private List<Series> series(GetMetricDataRequest request) throws IOException {
        var series = new ArrayList<Series>();
        var answer = client().getMetricData(request); // the newest are on the first page
        for (MetricDataResult result : answer.metricDataResults()) {
            if (result.statusCode() == StatusCode.FORBIDDEN || result.statusCode() == StatusCode.INTERNAL_ERROR) {
                String why = result.messages().stream()
                        .map(message -> message.code() + ": " + message.value())
                        .collect(Collectors.joining("; "));
                throw new IOException("CloudWatch has no answer for '" + result.label() + "' ("
                        + result.statusCodeAsString() + ")" + (why.isEmpty() ? "" : ": " + why));
            }
            if (!result.values().isEmpty()) {
                series.add(new Series(
                        result.label(),
                        result.values().getFirst(),
                        result.timestamps().getFirst()));
            }
        }
        return series;
    }

    /** The library's own limits hold for single tries, and not while it looks for credentials. */
    private <T> T within(Callable<T> question) throws ProbeFailed, InterruptedException {
        Duration limit = arguments.get(Reading.TIMEOUT);
        try {
            return Deadline.within(limit, question);
        } catch (SocketTimeoutException _) {
            throw new ProbeFailed("CloudWatch does not answer within " + Span.words(limit)
                    + "; check region, url and the way there, or raise timeout");
        } catch (AwsServiceException e) {
            throw new ProbeFailed(words(e));
        } catch (SdkClientException e) {
            throw new ProbeFailed("CloudWatch cannot be asked: " + words(String.valueOf(e.getMessage())));
        } catch (IOException e) {
            throw new ProbeFailed(String.valueOf(e.getMessage()));
        }
    }

    /** The library lists all the places where it looked. */
    private static String words(String said) {
        if (said.startsWith("Unable to load credentials")) {
            return "there are no credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, name a profile of ~/.aws, or run where"
                    + " a role is";
        }
        if (said.startsWith("Unable to load region")) {
            return "it has a place for each region, and none is named: give region, or set AWS_REGION";
        }
        return said;
    }

    private String words(AwsServiceException e) {
        var details = Optional.ofNullable(e.awsErrorDetails()); // there is none of what no AWS has answered
        String code = details.map(AwsErrorDetails::errorCode).orElse("without a code");
        String said = details.map(AwsErrorDetails::errorMessage).orElse(String.valueOf(e.getMessage()));
        if (e.isThrottlingException()) {
            return "CloudWatch is asked too often (" + code + "); make the interval longer";
        }
        return switch (code) {
            case "InvalidClientTokenId",
                    "UnrecognizedClientException",
                    "SignatureDoesNotMatch",
                    "ExpiredToken",
                    "ExpiredTokenException",
                    "IncompleteSignature" ->
                "CloudWatch does not know these credentials (" + code + ": " + said + "); check AWS_ACCESS_KEY_ID and"
                        + " AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN if they are temporary, or the profile";
            case "AccessDenied", "AccessDeniedException" ->
                "these credentials may not ask CloudWatch (" + said + "); allow them cloudwatch:GetMetricData";
            default ->
                (DENIED.contains(e.statusCode())
                                ? "CloudWatch does not let us ask ("
                                : "CloudWatch does not answer this (")
                        + e.statusCode() + " " + code + "): " + said;
        };
    }

    private String nothing() throws InterruptedException {
        String window = " has no value of the last " + Span.words(arguments.get(CloudWatchProbe.WINDOW));
        Optional<String> expression = arguments.find(CloudWatchProbe.EXPRESSION);
        List<Metric> asked = expression.isPresent()
                ? List.copyOf(arguments.get(CloudWatchProbe.METRICS).values())
                : List.of(single());
        String what = expression.map(math -> "'" + math + "'").orElseGet(() -> single().toString());
        for (Metric metric : asked) {
            String missing = missing(metric);
            if (!missing.isEmpty()) {
                return what + window + ", and " + missing;
            }
        }
        return what + window;
    }

    /** What CloudWatch does not have at all, and what it may have been meant to be. */
    private String missing(Metric metric) throws InterruptedException {
        try {
            var sameName = within(() -> client().listMetrics(
                            list -> list.namespace(metric.namespace()).metricName(metric.name())));
            if (sameName.metrics().isEmpty()) {
                List<String> names =
                        within(() -> client().listMetrics(list -> list.namespace(metric.namespace())))
                                .metrics()
                                .stream()
                                .map(software.amazon.awssdk.services.cloudwatch.model.Metric::metricName)
                                .distinct()
                                .toList();
                return names.isEmpty()
                        ? "there is nothing in the namespace '" + metric.namespace() + "' of this account and region"
                        : "there is no metric '" + metric.name() + "' in " + metric.namespace()
                                + Nearest.suggestion(metric.name(), names);
            }
            boolean there = sameName.metrics().stream()
                    .anyMatch(each -> dimensions(each.dimensions()).equals(metric.dimensions()));
            return there
                    ? ""
                    : "there is " + metric.name() + " with the dimensions "
                            + dimensions(sameName.metrics().getFirst().dimensions()) + ", but not with these";
        } catch (ProbeFailed _) {
            return ""; // it is told without
        }
    }

    private static Map<String, String> dimensions(List<Dimension> dimensions) {
        return dimensions.stream().collect(Collectors.toMap(Dimension::name, Dimension::value));
    }

    @Override
    public synchronized void close() {
        client.ifPresent(CloudWatchClient::close);
        client = Optional.empty();
    }
}
