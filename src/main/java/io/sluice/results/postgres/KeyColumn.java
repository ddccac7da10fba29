package io.sluice.results.postgres;

import org.jspecify.annotations.Nullable;

/**
 * A column of a Postgres list's order. Nulls are smaller than any value.
 *
 * @param expression SQL, with names quoted and the collation by which it is compared
 * @param type as Postgres writes it in a cast
 * @param unique whether it is part of the key that no two rows share
 */
public record KeyColumn(String expression, String type, boolean descending, boolean nullable, boolean unique) {

    /** Where there are no nulls, saying where they go would only keep Postgres from using an index. */
    String order() {
        String nulls = !nullable ? "" : descending ? " NULLS LAST" : " NULLS FIRST";
        return expression + (descending ? " DESC" : "") + nulls;
    }

    /** As it stands in a cursor. */
    String text() {
        return "CAST(" + expression + " AS text)";
    }

    String parameter() {
        return "CAST(? AS " + type + ")";
    }

    String equalTo(@Nullable String value) {
        return value == null ? expression + " IS NULL" : expression + " = " + parameter();
    }
}
