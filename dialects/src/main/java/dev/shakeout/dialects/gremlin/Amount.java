package dev.shakeout.dialects.gremlin;

import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** How many of those that are selected are hit, by one of two fields. */
final class Amount {
    private static final Fidelity ALL = new Fidelity.Kept("mode: all");
    private static final Fidelity SHARE =
            new Fidelity.Approximated("mode: percent; rounded up to whole targets, chosen by the seed");
    private static final Fidelity FIXED =
            new Fidelity.Approximated("mode: fixed; chosen by the seed, and fewer targets than that are an error");
    private static final Fidelity THIS_HOST = new Fidelity.Kept("nothing: this host is the only one");
    private static final Fidelity SEVERAL = new Fidelity.NotSupported(
            "what is selected is targets of several kinds or containers here, of which only all can be hit; set it to 100"
                    + " percent, or name what is of one kind and in one container");

    private final Field share;
    private final Field count;

    Amount(String share, String count) {
        this.share = new Field(share, List.of(ALL, SHARE, THIS_HOST, SEVERAL));
        this.count = new Field(count, List.of(FIXED, THIS_HOST, SEVERAL));
    }

    List<Field> fields() {
        return List.of(share, count);
    }

    /**
     * @param targets how many selectors of ours they are
     * @param host whether this host alone is meant
     * @param otherwise the mode where neither is given
     */
    Tree.Obj read(Sheet sheet, int targets, boolean host, String otherwise) {
        Optional<BigDecimal> percent = sheet.look(share, Type.number(1, 100));
        Optional<Integer> number = sheet.look(count, Type.integer(1, 100_000));
        boolean both = sheet.look(share).isPresent() && sheet.look(count).isPresent() && number.isPresent();
        if (both) {
            sheet.wrong(count, "'" + count.key() + "' and '" + share.key() + "' exclude each other; leave one out");
        }
        boolean all = percent.filter(value -> value.compareTo(BigDecimal.valueOf(100)) == 0)
                .isPresent();
        boolean several = targets > 1;
        sheet.record(share, host ? THIS_HOST : all ? ALL : several ? SEVERAL : SHARE);
        sheet.record(count, host ? THIS_HOST : several ? SEVERAL : FIXED);
        Draft how = Draft.at(sheet.position());
        if (host || all || several) {
            return how.put("mode", "all").tree();
        }
        if (percent.isPresent()) {
            return how.put("mode", "percent")
                    .put("value", Json.of(percent.get().toPlainString() + "%"))
                    .tree();
        }
        return number.map(value -> how.put("mode", "fixed").put("value", Json.of((long) value)))
                .orElseGet(() -> how.put("mode", otherwise))
                .tree();
    }
}
