package io.sluice.stream.store.postgres.write;

import io.sluice.stream.store.postgres.layout.PostgresNames;

/**
 * A block that lands every staged row that can land, in order, and writes the others down with the server's reason. It
 * halves on the server itself, where a failed attempt costs no round trip.
 */
final class SieveSql {

    /**
     * In a first pass, where that is possible, rows that meet another one are only set aside; the second pass tries
     * these again, for they may be there already, and if not, this is how the server names its reason.
     *
     * <p>{@code numbers} are the rows of this pass and {@code low} the first one that is open. A fault is known to lie
     * before {@code known}. {@code stride} follows the distance between faults. The label keeps the variables apart
     * from columns.
     */
    private static final String BLOCK = """
            DO $%1$s$
            #variable_conflict use_column
            <<%1$s>>
            DECLARE
                numbers int[] := ARRAY(SELECT %2$s FROM %1$s WHERE %3$s ORDER BY 1);
                only_new boolean := %4$s;
                set_aside int[] := '{}';
                just_set_aside int[];
                low int := 1;
                upto int;
                known int := 0;
                stride int := 64;
                its_message text;
                its_detail text;
            BEGIN
                LOOP
                    WHILE %1$s.low <= cardinality(%1$s.numbers) LOOP
                        upto := CASE WHEN low < known THEN low + greatest(1, (known - low) / 2)
                            ELSE least(low + stride, cardinality(numbers) + 1) END;
                        BEGIN
                            IF only_new THEN
                                %5$s INTO just_set_aside;
                                set_aside := set_aside || just_set_aside;
                            ELSE
                                %6$s;
                            END IF;
                            IF low >= known THEN
                                stride := least(stride + stride / 8 + 1, 16384);
                            END IF;
                            low := upto;
                        EXCEPTION WHEN assert_failure OR others THEN
                            IF left(SQLSTATE, 2) = ANY ('{%7$s}') THEN
                                RAISE;
                            END IF;
                            IF low >= known THEN
                                stride := greatest(stride / 4, 1);
                            END IF;
                            IF upto > low + 1 THEN
                                known := upto;
                            ELSE
                                GET STACKED DIAGNOSTICS
                                    its_message = MESSAGE_TEXT, its_detail = PG_EXCEPTION_DETAIL;
                                INSERT INTO %8$s VALUES (%1$s.numbers[%1$s.low], SQLSTATE, its_message, its_detail);
                                low := upto;
                            END IF;
                        END;
                    END LOOP;
                    EXIT WHEN NOT only_new;
                    only_new := false;
                    numbers := set_aside;
                    low := 1;
                    known := 0;
                    stride := 1;
                END LOOP;
            END $%1$s$""";

    private SieveSql() {}

    /** @param newFirst whether {@link MergeSql#insertWhatIsNew} comes first */
    static String block(MergeSql sql, String staging, String refused, boolean newFirst, int from, int to) {
        String attempted = sql.range(
                "%1$s.numbers[%1$s.low]".formatted(staging), "%1$s.numbers[%1$s.upto - 1] + 1".formatted(staging));
        return BLOCK.formatted(
                staging,
                PostgresNames.quote(sql.number()),
                sql.range(Integer.toString(from), Integer.toString(to)),
                newFirst,
                newFirst ? sql.insertWhatIsNew(staging, attempted) : "SELECT '{}'::int[]",
                sql.merge(staging, attempted),
                String.join(",", ServerFault.NOT_OF_ROWS),
                refused);
    }
}
