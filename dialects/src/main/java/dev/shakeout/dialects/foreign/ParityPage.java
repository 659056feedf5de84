package dev.shakeout.dialects.foreign;

import java.util.List;
import java.util.stream.Collectors;

/** The page of docs/dialects that says what becomes of each field of a format; written from what its reader goes by. */
public record ParityPage(Foreign dialect) {
    public String file() {
        return dialect.name() + ".md";
    }

    public String text() {
        return """
                # %s: what becomes of each field

                Written by `shakeout dialects --output docs/dialects` from what the reader goes by. What a file of yours
                becomes, field by field: `shakeout validate FILE --fidelity table`.

                - **kept**: it means the same here, as that which is named.
                - **approximated**: something else is done, which is told before anything is done; `--strict` refuses it.
                - **not supported**: a file that says it is refused before anything is done.

                A field that is not in these tables is a mistake, and told with its place.

                %s%s""".formatted(
                        dialect.name(),
                        dialect.parity().stream().map(ParityPage::chapter).collect(Collectors.joining("\n")),
                        dialect.writer().map(this::written).orElse(""));
    }

    private String written(Writer writer) {
        return """

                # Ours as %s: what becomes of each part

                By `shakeout convert FILE --to %s`; field by field with `--fidelity table`. What is not supported is refused at
                its place, and nothing is written; `--strict` refuses what is approximated too.

                %s""".formatted(
                        dialect.name(),
                        dialect.name(),
                        writer.parity().stream().map(ParityPage::chapter).collect(Collectors.joining("\n")));
    }

    private static String chapter(Foreign.Chapter chapter) {
        return """
                ## %s

                %s

                | field | | what becomes of it |
                | --- | --- | --- |
                %s
                """.formatted(
                chapter.kind(),
                chapter.introduction(),
                chapter.fields().stream().flatMap(field -> rows(field).stream()).collect(Collectors.joining("\n")));
    }

    private static List<String> rows(Field field) {
        return field.ways().stream()
                .map(way -> "| " + (way.equals(field.usual()) ? "`" + field.path() + "`" : "") + " | " + way.word()
                        + " | " + way.detail().replace("|", "\\|") + " |")
                .toList();
    }
}
