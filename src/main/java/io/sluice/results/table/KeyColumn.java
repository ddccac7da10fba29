package io.sluice.results.table;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A column of the order of a {@link TableList}. Nulls are smaller than any value.
 *
 * @param expression SQL, with names quoted and the collation by which it is compared
 * @param type as SQL writes it in a cast
 */
public record KeyColumn(String expression, String type, Set<Trait> traits) {

    /** What a column of an order can be, beside ascending and never null. */
    public enum Trait {
        DESCENDING,
        NULLABLE,
        /** It is part of the key that no two rows share. */
        UNIQUE
    }

    public KeyColumn {
        traits = Set.copyOf(traits);
    }

    public KeyColumn(String expression, String type, Trait... traits) {
        this(expression, type, Set.of(traits));
    }

    boolean descending() {
        return traits.contains(Trait.DESCENDING);
    }

    boolean nullable() {
        return traits.contains(Trait.NULLABLE);
    }

    boolean unique() {
        return traits.contains(Trait.UNIQUE);
    }

    /** The column in an ORDER BY. Where there are no nulls, saying where they go would keep the server from an index. */
    String order() {
        return order(expression);
    }

    /** The same, of a column that has its values. */
    String order(String column) {
        String nulls = !nullable() ? "" : descending() ? " NULLS LAST" : " NULLS FIRST";
        return column + (descending() ? " DESC" : "") + nulls;
    }

    /** The value as it stands in a cursor. */
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
