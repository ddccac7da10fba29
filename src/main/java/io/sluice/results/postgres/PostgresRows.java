package io.sluice.results.postgres;

import io.sluice.results.postgres.PostgresQuery.Attribute;
import io.sluice.results.query.Column;
import io.sluice.results.query.Columns;
import io.sluice.results.query.ResultQuery;
import io.sluice.results.query.Slice;
import io.sluice.results.query.Sort;
import io.sluice.results.query.StoreReader;
import io.sluice.results.table.KeyColumn;
import io.sluice.results.table.Keyset;
import io.sluice.results.table.TableReads;
import io.sluice.stream.column.SourceColumns;
import io.sluice.stream.flow.StoreType;
import io.sluice.stream.store.postgres.PostgresStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.stereotype.Component;

/** The tables that sinks write: the output columns and, beside them, the source position. */
@Component
@Order(0)
public class PostgresRows implements StoreReader {

    private final TableReads reads;

    public PostgresRows(TableReads reads) {
        this.reads = reads;
    }

    @Override
    public StoreType store() {
        return PostgresStore.TYPE;
    }

    @Override
    public Description description() {
        return new Description("In Postgres there is also _ingested_at.", """
                {"quote": "Mind the gate.", "character": "Ada Lock", "direction": "right", "size": 14, \
                "_partition": 0, "_offset": 0, "_ordinal": 0, "_topic": "my_quotes", \
                "_ingested_at": "2026-03-01T10:15:30.123456Z"}""");
    }

    @Override
    public Columns columns(StructType output) {
        return new Columns(output, Columns.timestamp(SourceColumns.INGESTED_AT));
    }

    @Override
    public Slice<Map<String, @Nullable Object>> page(Source source, ResultQuery query) {
        return reads.read(session -> {
            Map<String, Attribute> existing = existingColumns(session, source);
            if (existing.isEmpty()) {
                return Slice.empty(query.paging());
            }
            PostgresQuery sql = new PostgresQuery(source, existing, query.filters());
            List<KeyColumn> order = query.byKey() ? sql.keyOrder() : sql.order(query.sorts());
            String table = PostgresQuery.table(source);
            if (!query.byKey()) {
                session.adviseIndex("CREATE INDEX CONCURRENTLY ON " + table + " (" + Keyset.order(order) + ")");
            }
            return sql.list(columns(source.output()), order)
                    .page(session, query.paging(), query.byKey(), query.identity(table));
        });
    }

    @Override
    public Optional<Map<String, @Nullable Object>> find(Source source, RowPosition position) {
        return reads.read(session -> {
            Map<String, Attribute> existing = existingColumns(session, source);
            if (existing.isEmpty()) {
                return Optional.empty();
            }
            Columns columns = columns(source.output());
            PostgresQuery sql = new PostgresQuery(source, existing, position.filters());
            return sql.list(columns, sql.order(Sort.parse(List.of(), columns))).first(session).stream()
                    .findFirst();
        });
    }

    /**
     * Asks the catalogue which columns there are; none if there is no table of a sink. A definition may name columns
     * that its next start will add.
     */
    private static Map<String, Attribute> existingColumns(TableReads.Session session, Source source) {
        Map<String, Attribute> existing = new HashMap<>();
        session.client()
                .sql("SELECT attname, format_type(atttypid, atttypmod), attnotnull FROM pg_attribute"
                        + " WHERE attrelid = to_regclass(?) AND attnum > 0 AND NOT attisdropped")
                .param(PostgresQuery.table(source))
                .query((RowCallbackHandler)
                        row -> existing.put(row.getString(1), new Attribute(row.getString(2), row.getBoolean(3))));
        boolean written = Columns.POSITION.stream().map(Column::name).allMatch(existing::containsKey);
        return written ? existing : Map.of();
    }
}
