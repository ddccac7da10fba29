package io.sluice.results;

/** What the OpenAPI document says of every page. */
final class PageText {

    static final String PAGE = "Its number, from 0; by cursor, how many pages of this size come before";
    static final String TOTAL = "How many there are on all pages; missing where it was not counted, and where the store"
            + " has no estimate";
    static final String ESTIMATED = "true if `total` is an estimate; missing if it is exact";
    static final String CUT =
            "true if the page ends before `size`, because its rows are large; go on with `next`, not with the"
                    + " page's number. A page ends with the row that brings it to some 4 MiB";
    static final String NEXT = "The cursor for `after` to have the page behind this one; missing on the last page";
    static final String CURSOR = "NyP75FsxLGZhbHNlLCJZazByVkpjMlFtMVgiLDUwLCI9MCIsIj00OSIsIj0wIiwiPW15X3F1b3RlcyJd";

    private PageText() {}
}
