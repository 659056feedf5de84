package dev.shakeout.dialects;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** What the parsers say, by its form, and the plain words for it; the first form that fits counts. */
final class ParserWords {
    static final ParserWords JSON = new ParserWords(
            "JSON",
            "Unexpected end-of-input.*",
            "the text ends too early; a brace, a bracket or a quote is not closed",
            "Unexpected character .* in numeric value: .*",
            "a number is not written in full here",
            "Unexpected character .*: maybe a \\(non-standard\\) comment.*",
            "JSON has no comments",
            "Unexpected character \\('(.+)' \\(code \\d+\\)\\): expected a (?:valid )?value.*",
            "found '$1' where a value belongs",
            "Unexpected character \\('(.+)' \\(code \\d+\\)\\): was expecting double-quote to start property name",
            "found '$1' where a key in double quotes belongs",
            "Unexpected character \\('(.+)' \\(code \\d+\\)\\): was expecting comma to separate Object entries",
            "found '$1' where ',' or '}' belongs",
            "Unexpected character \\('(.+)' \\(code \\d+\\)\\): was expecting comma to separate Array entries",
            "found '$1' where ',' or ']' belongs",
            "Unexpected character \\('(.+)' \\(code \\d+\\)\\): was expecting a colon.*",
            "found '$1' where ':' belongs",
            "Unexpected character \\('(.+)' \\(code \\d+\\)\\): expected a hex-digit.*",
            "found '$1' where a hexadecimal digit belongs",
            "Unexpected character .*: Expected space separating root-level values",
            "the text goes on after its value has ended",
            "Unexpected close marker '(.)': expected '(.)'.*",
            "found '$1' where '$2' belongs",
            "Unexpected close marker '(.)': no open.*",
            "found '$1', but nothing is open that it could close",
            "(?:Unrecognized|Non-standard) token '([^']*)'.*",
            "'$1' is not a value; text goes in double quotes",
            "Unrecognized character escape.*",
            "a backslash in text must be written twice, unless it starts an escape such as \\\\n",
            "Illegal unquoted character.*",
            "a line break or tab inside text must be written as \\\\n or \\\\t",
            "Invalid numeric value: Leading zeroes not allowed",
            "a number cannot start with a zero before other digits");

    static final ParserWords YAML = new ParserWords(
            "YAML",
            "found character '.*TAB.*' that cannot start any token.*",
            "a tab cannot indent; use spaces",
            "found character '(.+)' that cannot start any token.*",
            "a value cannot start with '$1'; put it in quotes",
            "mapping values are not allowed here",
            "a second ':' on this line, or a wrong indentation; put the value in quotes or mend the indentation",
            "(?:mapping keys|sequence entries) are not allowed here",
            "a list item or key cannot start here; put the value in quotes or mend the indentation",
            "found unexpected end of stream",
            "a quote that is opened here is never closed",
            "could not find expected ':'",
            "this key has no ':' after it",
            "expected <block end>, but found .*",
            "this does not fit what stands above it; check the indentation, the brackets and the quotes",
            "expected '<document start>', but found .*",
            "this does not belong to what stands above it; check the indentation, the brackets and the quotes",
            "expected the node content, but found .*",
            "a value belongs here",
            "(?:expected URI|expected alphabetic or numeric character|unexpected character found).*",
            "this starts like a tag, an anchor or an alias (!, &, *) but is none; put the value in quotes",
            "expected (?:chomping|a comment|indentation indicator).*",
            "nothing but a comment may stand here; put the value in quotes",
            "found unknown escape character.*",
            "a backslash in double quotes must be written twice, unless it starts an escape such as \\\\n",
            "expected '(.)' or '(.)', but got <(?:stream|document) end>",
            "expected '$1' or '$2', but the file ends",
            "expected '(.)' or '(.)', but got <.*",
            "expected '$1' or '$2', but found another value",
            "expected '(.)' or '(.)', but got (.*)",
            "expected '$1' or '$2', but found '$3'",
            "Expected a property name.*",
            "a key must be a single word or text, not an object or a list",
            "The incoming YAML document exceeds the limit.*",
            "the file is larger than 3 MB");

    private final String format;
    private final Map<Pattern, String> forms = new LinkedHashMap<>();

    private ParserWords(String format, String... formsAndWords) {
        this.format = format;
        for (int i = 0; i < formsAndWords.length; i += 2) {
            forms.put(Pattern.compile(formsAndWords[i], Pattern.DOTALL), formsAndWords[i + 1]);
        }
    }

    /** The plain words, or the parser's own first line without its source reference. */
    String plain(String message) {
        for (var form : forms.entrySet()) {
            var match = form.getKey().matcher(message);
            if (match.matches()) {
                return match.replaceFirst(form.getValue());
            }
        }
        String line = message.lines().findFirst().orElse("unreadable");
        return line.replaceAll("\\s*(\\(for .*|at \\[Source.*|\\(\\d+\\))$", "");
    }

    @Override
    public String toString() {
        return format;
    }
}
