package dev.shakeout.server.web;

/** The parameters of whatever is answered in pages. */
final class Paging {
    static final Field AFTER =
            Field.optional("after", Kind.TEXT, "The 'next' of the page before; the first page without.");
    static final Field LIMIT =
            Field.optional("limit", Kind.COUNT, "How many at most; 50 if not given, and never more than 500.");

    private Paging() {}
}
