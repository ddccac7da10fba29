package io.sluice.stream.store.postgres.layout;

import java.util.Collection;
import java.util.stream.Collectors;

/** Puts identifiers into SQL: the only place where a name becomes part of a statement for a sink's table. */
public final class PostgresNames {

    /** Where the tables of pipelines are; Sluice's own are elsewhere. */
    static final String SCHEMA = "public";

    private static final String OWN_SCHEMA = "sluice";

    private PostgresNames() {}

    /** The name as a quoted identifier. */
    public static String quote(String name) {
        if (name.isEmpty() || name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("An identifier in Postgres is not empty and has no U+0000: " + name);
        }
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** The table of a sink, quoted and with its schema. */
    public static String table(String target) {
        return qualified(SCHEMA, target);
    }

    static String qualified(String schema, String name) {
        if (schema.equals(OWN_SCHEMA)) {
            throw new IllegalArgumentException("The schema " + OWN_SCHEMA + " is Sluice's own; choose another one");
        }
        return quote(schema) + "." + quote(name);
    }

    /** Quoted and separated by commas. */
    public static String list(Collection<String> names) {
        return names.stream().map(PostgresNames::quote).collect(Collectors.joining(", "));
    }
}
