package dev.shakeout.dialects.foreign;

import dev.shakeout.dialects.Tree;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Journal;
import java.util.List;
import java.util.Optional;

/**
 * A format of another tool. It is turned into our own, as a document; all else (what the faults allow, which targets they
 * hit, the plan) follows from that, so a dialect says only what its fields mean. To add one: implement this in a package of
 * its own, and name it in {@link Dialects}.
 */
public interface Foreign {
    /** As in a list of what can be read, and in the name of its page in docs/dialects. */
    String name();

    /** Whether a document is written in this format, well or badly; its file's name means nothing. */
    boolean recognises(Tree document);

    /** Those that refer to each other, together, out of all that are recognised among those that were given together. */
    default List<List<Tree>> apart(List<Tree> documents) {
        return documents.stream().map(List::of).toList();
    }

    /**
     * Called from several threads.
     *
     * @param documents that are {@link #apart} from others
     * @throws InvalidInput with every mistake found, the fields among them that are read by nobody
     */
    List<Translated> translate(List<Tree> documents, Choices terms);

    /**
     * What runs have come to in this tool's words, as it writes it itself.
     *
     * @param journals at least one, of any experiments
     */
    String told(List<Journal> journals);

    /** Who writes experiments of ours in this format; empty where it is read only. */
    default Optional<Writer> writer() {
        return Optional.empty();
    }

    /** Everything that can be in such a file, and what becomes of it. */
    List<Chapter> parity();

    /**
     * The fields of one kind of object.
     *
     * @param fields in the order of a page
     */
    record Chapter(String kind, String introduction, List<Field> fields) {
        public Chapter {
            fields = List.copyOf(fields);
        }
    }
}
