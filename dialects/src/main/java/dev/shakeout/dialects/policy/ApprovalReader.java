package dev.shakeout.dialects.policy;

import dev.shakeout.dialects.Fields;
import dev.shakeout.dialects.Name;
import dev.shakeout.dialects.Problems;
import dev.shakeout.dialects.TreeReader;
import dev.shakeout.model.Approval;
import dev.shakeout.model.InvalidInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code shakeout-approvals.yaml}: {approvals: [{experiment, sha256, approver, expires}]}. */
public final class ApprovalReader {
    private ApprovalReader() {}

    /** @throws InvalidInput with every mistake found, in the order of the file */
    public static List<Approval> read(String file, String text) {
        var problems = new Problems();
        var approvals = new ArrayList<Approval>();
        Fields.of(TreeReader.readOurs(file, text, TreeReader.Form.BY_NAME), "the file of approvals", problems)
                .ifPresent(fields -> {
                    fields.allow("approvals").require("approvals");
                    fields.items("approvals").stream()
                            .flatMap(item -> Fields.of(item, "an approval", problems).stream())
                            .flatMap(item -> approval(item).stream())
                            .forEach(approvals::add);
                });
        problems.throwIfAny();
        return approvals;
    }

    private static Optional<Approval> approval(Fields item) {
        item.allow("experiment", "sha256", "approver", "expires");
        var experiment = item.find("experiment", Name.TYPE);
        var digest = item.require("sha256", Forms.SHA_256);
        var approver = item.require("approver", Name.TYPE);
        var expires = item.require("expires", Forms.INSTANT);
        return digest.isEmpty() || approver.isEmpty() || expires.isEmpty()
                ? Optional.empty()
                : Optional.of(new Approval(experiment, digest.get(), approver.get(), expires.get(), item.position()));
    }
}
