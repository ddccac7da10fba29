package io.sluice.stream.transform.fault;

/** How a place in the SQL reads in messages. */
final class Place {

    private Place() {}

    /** @param line from 1; @param column from 1 */
    static String of(int line, int column) {
        return "line " + line + ", column " + column + ": ";
    }
}
