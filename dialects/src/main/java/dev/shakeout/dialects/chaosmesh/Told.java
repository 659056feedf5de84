package dev.shakeout.dialects.chaosmesh;

import dev.shakeout.dialects.settings.Yaml11;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a run has come to, as the objects that it was would say it in their {@code status}. */
final class Told {
    private final Journal journal;
    private final List<String> documents = new ArrayList<>();

    private Told(Journal journal) {
        this.journal = journal;
    }

    static String file(Journal journal) {
        var told = new Told(journal);
        Optional<Json.Obj> kept = Extension.of(journal.experiment());
        kept.ifPresentOrElse(told::object, told::anyOther);
        return told.documents.stream().collect(Collectors.joining("---\n"));
    }

    private void object(Json.Obj kept) {
        String namespace = Extension.text(kept, "namespace");
        if (Extension.text(kept, "kind").equals("Workflow")) {
            add("Workflow", Extension.text(kept, "name"), namespace, WorkflowStatus.of(journal));
        }
        for (Json.Obj chaos : Extension.objects(kept, "chaos")) {
            List<String> actions = Extension.texts(chaos, "actions");
            var status = new ChaosStatus(journal, actions);
            add(Extension.text(chaos, "kind"), Extension.text(chaos, "name"), namespace, status.json());
        }
    }

    /** Each activity with a fault is the object that Chaos Mesh would need for it, where it has such a kind. */
    private void anyOther() {
        List<String> activities = journal.injections().stream()
                .map(Journal.Injected::activity)
                .distinct()
                .toList();
        for (String activity : activities) {
            String fault = journal.injections().stream()
                    .filter(injected -> injected.activity().equals(activity))
                    .map(Journal.Injected::fault)
                    .findFirst()
                    .orElseThrow();
            Optional<String> kind = Kinds.ofFault(fault);
            if (kind.isPresent()) {
                add(kind.get(), Extension.slug(activity), "", new ChaosStatus(journal, List.of(activity)).json());
            } else {
                documents.add("# '" + Extension.line(activity) + "': Chaos Mesh has no kind for " + fault + "\n");
            }
        }
        if (activities.isEmpty()) {
            documents.add("# nothing was injected, so there is no object of Chaos Mesh to tell of\n");
        }
    }

    private void add(String kind, String name, String namespace, Json.Obj status) {
        Json.Obj metadata = Json.object("name", name);
        documents.add(Yaml11.writeInOrder(Json.object(
                "apiVersion",
                ChaosMesh.VERSION,
                "kind",
                kind,
                "metadata",
                namespace.isEmpty() ? metadata : metadata.with("namespace", Json.of(namespace)),
                "status",
                status)));
    }
}
