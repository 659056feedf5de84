package dev.shakeout.report;

import static dev.shakeout.report.Markup.attribute;
import static dev.shakeout.report.Markup.group;
import static dev.shakeout.report.Markup.none;
import static dev.shakeout.report.Markup.style;
import static dev.shakeout.report.Markup.tag;
import static dev.shakeout.report.Markup.text;

import dev.shakeout.model.Journal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.IntStream;

/**
 * What a run found, as one HTML file that needs nothing else: no network, no script. It reads in light and dark, on a
 * phone and on A4, and is well-formed XML.
 */
public final class HtmlReport {
    private HtmlReport() {}

    public static String of(Journal journal) {
        return of(Entry.of(journal));
    }

    public static String of(Entry entry) {
        var journal = entry.journal();
        return Page.write(journal.verdict().word() + ": " + journal.title(), article(entry, "", true));
    }

    /** Several runs in one file: a page that sums them up, then every report in full. */
    public static String index(List<Entry> entries) {
        return index(entries, "Shakeout: " + Words.count(entries.size(), "experiment"));
    }

    /** One run, or several with a summary, on a page with a title of its own. */
    public static String titled(String title, List<Entry> entries) {
        return entries.size() == 1 ? Page.write(title, article(entries.getFirst(), "", true)) : index(entries, title);
    }

    private static String index(List<Entry> entries, String title) {
        var reports = IntStream.range(0, entries.size()).mapToObj(i -> article(entries.get(i), anchor(i) + "-", false));
        return Page.write(title, group(IndexSection.of(entries), group(reports)));
    }

    static String anchor(int index) {
        return "run" + (index + 1);
    }

    /**
     * One report.
     *
     * @param prefix of every id in it
     * @param alone whether it is the only one in its file
     */
    private static Markup article(Entry entry, String prefix, boolean alone) {
        var sections = sections(entry, prefix);
        var id = alone ? "report" : prefix.substring(0, prefix.length() - 1);
        return tag(
                "article",
                attribute("id", id),
                VerdictSection.of(entry, alone),
                contents(sections.keySet().stream().toList(), prefix),
                group(sections.values().stream()),
                alone
                        ? none()
                        : tag("p", style("up"), tag("a", attribute("href", "#summary"), text("↑ All experiments"))));
    }

    private static Markup contents(List<String> headings, String prefix) {
        return tag(
                "nav",
                attribute("aria-label", "Contents"),
                group(headings.stream().map(h -> tag("a", attribute("href", "#" + prefix + id(h)), text(h)))));
    }

    private static SequencedMap<String, Markup> sections(Entry entry, String prefix) {
        var journal = entry.journal();
        var sections = new LinkedHashMap<String, Markup>();
        add(sections, prefix, "Hypothesis", HypothesisSection.of(journal));
        add(sections, prefix, "What users felt", ChartSection.of(journal));
        add(sections, prefix, "What was done and taken back", InjectionSection.of(journal, prefix));
        add(sections, prefix, "The host afterwards", ProofSection.of(journal));
        add(sections, prefix, "Guards", GuardSection.of(journal));
        add(sections, prefix, "Recovery", RecoverySection.of(journal));
        add(sections, prefix, "Findings", FindingSection.of(entry));
        add(sections, prefix, "Method", ActivitySection.of(journal));
        add(sections, prefix, "Blast radius", RunSection.radii(journal));
        add(sections, prefix, "Run it again", RunSection.of(entry));
        return sections;
    }

    private static void add(SequencedMap<String, Markup> sections, String prefix, String heading, Markup content) {
        boolean empty = content instanceof Markup.Group(var parts) && parts.isEmpty();
        if (!empty) {
            sections.put(heading, Page.section(prefix + id(heading), heading, content));
        }
    }

    private static String id(String heading) {
        return heading.toLowerCase(java.util.Locale.ROOT).replace(' ', '-');
    }
}
