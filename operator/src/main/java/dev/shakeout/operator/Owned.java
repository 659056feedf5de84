package dev.shakeout.operator;

import dev.shakeout.faults.kubernetes.Resource;
import dev.shakeout.model.Json;

/** What goes with the object that it was made for; Kubernetes deletes it then. */
final class Owned {
    private Owned() {}

    /** A reference that needs no finalizer of the owner. */
    static Json.Obj by(Resource owner) {
        return Json.object(
                "apiVersion",
                owner.type().apiVersion(),
                "kind",
                owner.type().kind(),
                "name",
                owner.name(),
                "uid",
                owner.uid());
    }
}
