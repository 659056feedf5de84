package dev.shakeout.dialects.chaostoolkit;

import dev.shakeout.dialects.schema.Definitions;
import dev.shakeout.dialects.schema.ObjectSchema;
import dev.shakeout.dialects.schema.Schema;
import dev.shakeout.model.Json;
import dev.shakeout.model.Rules;
import java.util.List;

/** What {@link Settings} reads: values that stand in the file, and those that it only names. */
final class ValueSchema {
    private static final String ENV = "env";
    private static final String VAULT = "vault";
    private static final Schema FROM_ENV = Schema.word(ENV, "A variable of the environment.");
    private static final Schema FROM_VAULT = Schema.word(VAULT, "A secret of a HashiCorp Vault.");
    private static final Schema FROM_PROBE = Schema.word("probe", "What a probe reads before the run.");

    private final ProviderSchema providers;
    private final boolean ours;
    private final Definitions definitions;

    ValueSchema(ProviderSchema providers, Rules rules, Definitions definitions) {
        this.providers = providers;
        this.ours = rules.ours();
        this.definitions = definitions;
    }

    Schema configuration() {
        Schema environment = ObjectSchema.of()
                .required("type", FROM_ENV)
                .key(EnvironmentValue.KEY)
                .optional(
                        "default",
                        Schema.ANY
                                .described("The value where the variable is not set.")
                                .example(Json.of("none")))
                .key(EnvironmentValue.CONVERSION)
                .exactly(EnvironmentValue.KEYS, ours)
                .schema();
        Schema probe = ObjectSchema.of()
                .required("type", FROM_PROBE)
                .property("name", Schema.ANY.described("What the probe is called."))
                .required("provider", providers.calls())
                .property("tolerance", Schema.ANY.described("Taken as Chaos Toolkit takes it, and not heeded."))
                .exactly(DynamicConfiguration.KEYS, ours)
                .schema();
        Schema value = ObjectSchema.of()
                .property("type", Schema.anyOf(List.of(FROM_ENV, FROM_PROBE, Schema.ANY)))
                .when("type", ENV, definitions.add("configuration-env", environment))
                .when("type", "probe", definitions.add("configuration-probe", probe))
                .more()
                .described("The value, or an object that says where it comes from.")
                .example(Json.object("type", ENV, "key", "SHOP_URL", "default", "http://localhost:8080"));
        return ObjectSchema.of()
                .others(definitions.add("configuration-value", value))
                .schema()
                .described("Values that stand wherever their names do, as ${name}. --var wins over them.");
    }

    Schema secrets() {
        Schema environment = ObjectSchema.of()
                .required("type", FROM_ENV)
                .key(EnvironmentValue.KEY)
                .exactly(EnvironmentValue.SECRET_KEYS, ours)
                .schema();
        Schema vault = ObjectSchema.of()
                .required("type", FROM_VAULT)
                .key(SecretReader.PATH)
                .key(SecretReader.KEY)
                .exactly(SecretReader.VAULT_KEYS, ours)
                .schema();
        Schema fromEnvironment = definitions.add("secret-env", environment);
        Schema fromVault = definitions.add("secret-vault", vault);
        Schema value = ObjectSchema.of()
                .property("type", Schema.anyOf(List.of(FROM_ENV, FROM_VAULT, Schema.ANY)))
                .when("type", ENV, fromEnvironment)
                .when("type", VAULT, fromVault)
                .more()
                .described(
                        "An object that says where the secret comes from, or the secret itself, which others may read then.")
                .example(Json.object("type", ENV, "key", "SHOP_TOKEN"));
        Schema values =
                ObjectSchema.of().others(definitions.add("secret-value", value)).more();
        Schema group = ObjectSchema.of()
                .when(ObjectSchema.is("type", VAULT), fromVault, groupOr(fromEnvironment, values))
                .schema()
                .described("A group of secrets by their names, all that a path of a Vault holds, or one variable.");
        return ObjectSchema.of()
                .others(definitions.add("secrets", group))
                .schema()
                .described("Groups of secrets. They stand wherever their names do, as ${name}, and are never shown.");
    }

    private static Schema groupOr(Schema fromEnvironment, Schema values) {
        return ObjectSchema.of()
                .when(ObjectSchema.is("type", ENV), fromEnvironment, values)
                .more();
    }
}
