package dev.shakeout.dialects.chaosmesh;

import dev.shakeout.dialects.foreign.GoDuration;
import dev.shakeout.dialects.foreign.Names;
import dev.shakeout.model.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Puts templates with their moments into an order of serial and parallel ones: the opposite of {@link Course}. */
final class Flow {
    private final Names names;
    private final List<Json> templates = new ArrayList<>();

    Flow(Names names) {
        this.names = names;
    }

    /** All that were made, those first that others name. */
    List<Json> templates() {
        return templates;
    }

    /** @return the name of the template that is all of these */
    String of(List<Piece> pieces, Duration end) {
        var sorted = new ArrayList<>(pieces);
        sorted.sort(Comparator.comparing(Piece::start));
        var children = new ArrayList<String>();
        Duration reached = Duration.ZERO;
        for (int i = 0; i < sorted.size(); ) {
            Duration begin = sorted.get(i).start();
            Duration over = sorted.get(i).end();
            var together = new ArrayList<>(List.of(sorted.get(i++)));
            while (i < sorted.size() && sorted.get(i).start().compareTo(over) < 0) {
                over = sorted.get(i).end().compareTo(over) > 0 ? sorted.get(i).end() : over;
                together.add(sorted.get(i++));
            }
            pause(children, begin.minus(reached));
            children.add(together.size() == 1 ? add(together.getFirst()) : beside(together, begin));
            reached = over;
        }
        pause(children, end.minus(reached));
        return serial("in-turn", children);
    }

    private String beside(List<Piece> together, Duration begin) {
        var branches = new ArrayList<String>();
        for (Piece piece : together) {
            var branch = new ArrayList<String>();
            pause(branch, piece.start().minus(begin));
            branch.add(add(piece));
            branches.add(serial("later", branch));
        }
        return parallel("side-by-side", branches);
    }

    private void pause(List<String> children, Duration time) {
        if (time.isPositive()) {
            String name = names.of("pause");
            templates.add(Json.object("name", name, "templateType", "Suspend", "deadline", GoDuration.ours(time)));
            children.add(name);
        }
    }

    /** The same template, after a while. */
    String later(Duration time, String template) {
        var children = new ArrayList<String>();
        pause(children, time);
        children.add(template);
        return serial("later", children);
    }

    String add(Piece piece) {
        templates.add(piece.template());
        return piece.name();
    }

    String serial(String wanted, List<String> children) {
        return children.size() == 1 ? children.getFirst() : all("Serial", wanted, children);
    }

    String parallel(String wanted, List<String> children) {
        return children.size() == 1 ? children.getFirst() : all("Parallel", wanted, children);
    }

    private String all(String type, String wanted, List<String> children) {
        String name = names.of(wanted);
        templates.add(Json.object(
                "name", name,
                "templateType", type,
                "children", Json.of(children.stream().map(Json::of).toList())));
        return name;
    }
}
