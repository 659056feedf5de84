package dev.shakeout.dialects.litmus;

import dev.shakeout.dialects.foreign.Field;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A fault of the hub that Shakeout has none for: it is refused, and its tunables are not looked at.
 *
 * @param field the only one that is told of
 */
record NotHere(String name, Field field) implements HubFault {
    private static final Field CLOUD = refused(
            "the API of a cloud or of a hypervisor is not driven; call its command line in an action of the provider process, and"
                    + " take it back in rollbacks");
    private static final Field MACHINE = refused(
            "no node is entered by SSH; run Shakeout on that host with the fault host/reboot or host/shutdown, which a person must"
                    + " acknowledge");
    private static final Field SPRING = refused(
            "Chaos Monkey for Spring Boot is not driven from here; use the functions of chaosspring in an action of the provider"
                    + " python, which Shakeout has too");
    private static final Field LOAD =
            refused("it makes load, not a fault; write a probe of the provider load, which measures it too");
    private static final Field MODELS =
            refused("requests to language models are not met by a fault of their own; use http/status or"
                    + " http/delay on the link to them");
    private static final Field KAFKA =
            refused("which broker leads is not asked for; use pod-delete with the name of its pod");
    private static final Field CASSANDRA =
            refused("its ring is not looked at; use pod-delete, and a cmdProbe with nodetool");

    private static Field refused(String why) {
        return Field.notSupported("spec.experiments[].name", why);
    }

    static List<HubFault> all() {
        return Stream.of(
                        of(
                                CLOUD,
                                "aws-az-chaos",
                                "aws-ssm-chaos-by-id",
                                "aws-ssm-chaos-by-tag",
                                "ebs-loss-by-id",
                                "ebs-loss-by-tag",
                                "ec2-stop-by-id",
                                "ec2-stop-by-tag",
                                "ec2-terminate-by-id",
                                "ec2-terminate-by-tag",
                                "rds-instance-stop",
                                "azure-disk-loss",
                                "azure-instance-stop",
                                "gcp-vm-disk-loss",
                                "gcp-vm-disk-loss-by-label",
                                "gcp-vm-instance-stop",
                                "gcp-vm-instance-stop-by-label",
                                "vm-poweroff"),
                        of(MACHINE, "node-restart", "node-poweroff"),
                        of(
                                SPRING,
                                "spring-boot-app-kill",
                                "spring-boot-cpu-stress",
                                "spring-boot-memory-stress",
                                "spring-boot-exceptions",
                                "spring-boot-faults",
                                "spring-boot-latency"),
                        of(LOAD, "k6-loadgen", "locust-loadgen"),
                        of(
                                MODELS,
                                "llm-api-error",
                                "llm-api-latency",
                                "mcp-connection-drop",
                                "token-limit-exhaust",
                                "tool-call-failure"),
                        of(KAFKA, "kafka-broker-pod-failure"),
                        of(CASSANDRA, "cassandra-pod-delete"))
                .flatMap(List::stream)
                .toList();
    }

    private static List<HubFault> of(Field field, String... names) {
        return Stream.of(names).<HubFault>map(name -> new NotHere(name, field)).toList();
    }

    @Override
    public String introduction() {
        return "It is refused.";
    }

    @Override
    public List<Field> tunables() {
        return List.of();
    }

    @Override
    public Map<String, String> defaults() {
        return Map.of();
    }

    @Override
    public List<Hit> read(Tunables tunables, Application application) {
        return List.of();
    }
}
