package dev.shakeout.monitors;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Json;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;

/** As whom CloudWatch is asked, and where. */
final class CloudWatchAccess {
    private static final String KEY_ID = "AWS_ACCESS_KEY_ID";
    private static final String SECRET = "AWS_SECRET_ACCESS_KEY";
    private static final String TOKEN = "AWS_SESSION_TOKEN";

    private CloudWatchAccess() {}

    static CloudWatchClient client(Arguments arguments, Machine machine) {
        Duration limit = arguments.get(Reading.TIMEOUT);
        var builder = CloudWatchClient.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(limit)
                        .socketTimeout(limit))
                .overrideConfiguration(bounds -> bounds.apiCallTimeout(limit).retryStrategy(RetryMode.STANDARD))
                .region(region(arguments, machine.environment()))
                .credentialsProvider(credentials(arguments, machine));
        arguments.find(CloudWatchProbe.URL).ifPresent(builder::endpointOverride);
        return builder.build();
    }

    private static Region region(Arguments arguments, Map<String, String> environment) {
        return arguments
                .find(CloudWatchProbe.REGION)
                .or(() -> first(environment, "AWS_REGION", "AWS_DEFAULT_REGION"))
                .map(Region::of)
                .orElseGet(() -> arguments
                        .find(CloudWatchProbe.PROFILE)
                        .map(name -> DefaultAwsRegionProviderChain.builder()
                                .profileName(name)
                                .build())
                        .orElseGet(DefaultAwsRegionProviderChain::new)
                        .getRegion());
    }

    /** Those of the machine's environment first, which may have been given in a file of variables. */
    private static AwsCredentialsProvider credentials(Arguments arguments, Machine machine) {
        Map<String, String> environment = machine.environment();
        var profile = arguments.find(CloudWatchProbe.PROFILE);
        if (profile.isPresent()) {
            return ProfileCredentialsProvider.create(profile.get());
        }
        String key = environment.getOrDefault(KEY_ID, "");
        String secret = environment.getOrDefault(SECRET, "");
        if (key.isEmpty() || secret.isEmpty()) {
            return DefaultCredentialsProvider.builder().build();
        }
        machine.mask().cover(Json.of(secret));
        return StaticCredentialsProvider.create(first(environment, TOKEN)
                .<AwsCredentials>map(token -> {
                    machine.mask().cover(Json.of(token));
                    return AwsSessionCredentials.create(key, secret, token);
                })
                .orElseGet(() -> AwsBasicCredentials.create(key, secret)));
    }

    private static Optional<String> first(Map<String, String> environment, String... names) {
        return Stream.of(names)
                .map(name -> environment.getOrDefault(name, ""))
                .filter(value -> !value.isEmpty())
                .findFirst();
    }
}
