package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.JsonReader;
import dev.shakeout.model.Inverse;
import dev.shakeout.model.Json;
import java.io.IOException;

/**
 * How a change of one object is taken back: by a shell from the ledger of this host, or by somebody in the cluster who reads
 * it from the Lease of the run.
 */
sealed interface Undo permits SetBack, CutOut, Deletion, Recreation, AgentUndo, ChaosMeshUndo, LitmusUndo {
    /** Of the object. */
    String path();

    /** As it stands in the Lease. */
    Json.Obj json();

    /** By a shell. */
    Inverse inverse(Cluster cluster);

    /**
     * The same without a shell.
     *
     * @throws IOException it could not be taken back
     */
    void takeBack(Cluster cluster) throws IOException;

    /** As {@link #json} is written. */
    static Undo read(String text) {
        return of(JsonReader.read(text));
    }

    static Undo of(Json json) {
        if (Resource.text(json, Deletion.MARK).equals("true")) {
            return Deletion.of(json);
        }
        if (Resource.at(json, Recreation.MARK).isPresent()) {
            return Recreation.of(json);
        }
        if (Resource.at(json, AgentUndo.MARK).isPresent()) {
            return AgentUndo.of(json);
        }
        if (Resource.at(json, ChaosMeshUndo.MARK).isPresent()) {
            return ChaosMeshUndo.of(json);
        }
        if (Resource.at(json, LitmusUndo.MARK).isPresent()) {
            return LitmusUndo.of(json);
        }
        return Resource.at(json, CutOut.MARK).isPresent() ? CutOut.of(json) : SetBack.of(json);
    }
}
