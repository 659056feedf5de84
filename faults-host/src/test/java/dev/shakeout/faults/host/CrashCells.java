package dev.shakeout.faults.host;

import dev.shakeout.faults.host.CrashCell.Kill;
import dev.shakeout.faults.host.CrashCell.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * The cells of the crash matrix, in the order in which they are tried.
 *
 * @param essential how many come first so that every fault, every kill and every point is among them
 * @param standing what can be on here, with whether it is over at once
 */
record CrashCells(List<CrashCell> cells, int essential, List<Standing> standing) {
    /** A fault that has a way here. */
    record Standing(FaultCase fault, boolean momentary, boolean child) {}

    /** All that are possible here; which comes when follows from the seed. */
    static CrashCells possible(Stages stages, Path folder, long seed) throws IOException {
        List<Standing> standing = standing(stages, folder);
        var cells = new ArrayList<>(standing.stream().flatMap(CrashCells::of).toList());
        Collections.shuffle(cells, new Random(seed));
        var seen = new HashSet<Object>();
        var first = new ArrayList<CrashCell>();
        var rest = new ArrayList<CrashCell>();
        cells.forEach(cell -> (seen.addAll(cell.features()) ? first : rest).add(cell));
        int essential = first.size();
        first.addAll(rest);
        return new CrashCells(first, essential, standing);
    }

    boolean momentary(FaultCase fault) {
        return standing.stream().anyMatch(each -> each.fault().equals(fault) && each.momentary());
    }

    private static Stream<CrashCell> of(Standing each) {
        return Stream.of(Kill.values())
                .filter(kill -> kill != Kill.CHILD || each.child())
                .flatMap(kill -> Stream.of(Point.values()).map(point -> new CrashCell(each.fault(), kill, point)));
    }

    private static List<Standing> standing(Stages stages, Path folder) throws IOException {
        var standing = new ArrayList<Standing>();
        for (String kind : stages.cases().map(FaultCase::kind).distinct().toList()) {
            try (var stage = stages.make(kind, "link", Files.createDirectories(folder.resolve(kind)))) {
                stages.cases()
                        .filter(each ->
                                each.kind().equals(kind) && stage.missing(each).isEmpty())
                        .forEach(each -> {
                            var prepared = stage.plan(each);
                            boolean child = GatedFault.firstChild(prepared.steps()) >= 0;
                            standing.add(new Standing(each, prepared.effect().momentary(), child));
                        });
            }
        }
        return standing;
    }
}
