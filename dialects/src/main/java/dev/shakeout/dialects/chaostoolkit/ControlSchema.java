package dev.shakeout.dialects.chaostoolkit;

import dev.shakeout.dialects.Name;
import dev.shakeout.dialects.schema.Definitions;
import dev.shakeout.dialects.schema.ObjectSchema;
import dev.shakeout.dialects.schema.Schema;
import dev.shakeout.model.Rules;
import dev.shakeout.model.Type;

/** What {@link ControlReader} reads. */
final class ControlSchema {
    private final boolean ours;

    ControlSchema(Rules rules) {
        this.ours = rules.ours();
    }

    /** The list of controls that an owner has. */
    Schema list(Definitions definitions) {
        Schema control = definitions.add("control", control());
        return definitions
                .add("controls", Schema.listOf(control))
                .described("Functions of your own Python that are called around this part of the run.");
    }

    private Schema control() {
        var control = ObjectSchema.of()
                .property("name", Schema.of(ControlReader.NAME).orNull())
                .property("ref", Schema.ANY.described("The name of another control, which is meant here too."))
                .property("provider", Schema.ANY.described("Which Python module, and what it is given."))
                .key(ControlReader.SCOPE)
                .property(
                        ControlReader.AUTOMATIC.name(),
                        ours ? Schema.of(ControlReader.AUTOMATIC).orNull() : Schema.ANY)
                .exactly(ControlReader.KEYS, ours);
        Schema reference =
                ObjectSchema.of().optional("provider", provider(false)).more();
        Schema whole = ObjectSchema.of()
                .required("name", Schema.of(Name.TYPE))
                .required("provider", provider(ours))
                .more();
        return control.when(Schema.given("ref"), ours ? reference : whole, whole)
                .schema();
    }

    private Schema provider(boolean python) {
        Schema arguments =
                Schema.of(Type.object()).described("Given to its function configure_control, and to the others.");
        return ObjectSchema.of()
                .required("type", python ? Schema.of(ControlReader.TYPE) : Schema.of(Name.TYPE))
                .property("module", Schema.ANY.described(ControlReader.MODULE.help()))
                .property("arguments", Schema.ANY)
                .property("secrets", Schema.ANY.described("Groups of secrets that its functions are given."))
                .when(
                        "type",
                        ControlReader.PYTHON,
                        ObjectSchema.of()
                                .key(ControlReader.MODULE)
                                .optional("arguments", arguments)
                                .more())
                .exactly(ControlReader.PROVIDER_KEYS, ours)
                .schema();
    }
}
