package io.sluice.results;

import io.sluice.flow.SourceColumns;
import io.sluice.flow.StoreType;
import io.sluice.web.ProblemException;
import io.sluice.web.ProblemType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The tables that sinks write: the output columns and, beside them, the source position. */
@Component
class PostgresRows implements StoredRows {

    private final JdbcClient postgres;

    PostgresRows(DataSource dataSource) {
        JdbcTemplate template = new JdbcTemplate(dataSource);
        template.setQueryTimeout(MAX_SECONDS);
        this.postgres = JdbcClient.create(template);
    }

    @Override
    public StoreType store() {
        return StoreType.POSTGRES;
    }

    @Override
    public Columns columns(StructType output) {
        return new Columns(output, Columns.timestamp(SourceColumns.INGESTED_AT));
    }

    @Override
    public ResultPage page(Source source, ResultQuery query) {
        return inTime(() -> {
            Set<String> existing = existingColumns(source);
            if (existing.isEmpty()) {
                return query.paging().empty();
            }
            PostgresQuery sql = new PostgresQuery(source, existing, query.filters());
            long total = postgres.sql(sql.count())
                    .params(sql.parameters())
                    .query(Long.class)
                    .single();
            return new ResultPage(
                    total == 0 ? List.of() : rows(source, sql, query),
                    query.paging().page(),
                    query.paging().size(),
                    total);
        });
    }

    @Override
    public Optional<Map<String, @Nullable Object>> find(Source source, Position position) {
        return inTime(() -> {
            Set<String> existing = existingColumns(source);
            if (existing.isEmpty()) {
                return Optional.empty();
            }
            List<Filter> filters = PostgresQuery.at(position);
            ResultQuery first =
                    new ResultQuery(new Paging(0, 1), Sort.parse(List.of(), columns(source.output())), filters);
            return rows(source, new PostgresQuery(source, existing, filters), first).stream()
                    .findFirst();
        });
    }

    private List<Map<String, @Nullable Object>> rows(Source source, PostgresQuery sql, ResultQuery query) {
        PostgresRowReader reader = new PostgresRowReader(columns(source.output()));
        return postgres.sql(sql.select(columns(source.output()), query.sorts()))
                .params(sql.parameters())
                .param(query.paging().size())
                .param(query.paging().skip())
                .query((row, number) -> reader.read(row))
                .list();
    }

    /** Empty if there is no table of a sink. A definition may name columns that its next start will add. */
    private Set<String> existingColumns(Source source) {
        Set<String> existing = postgres.sql(
                        "SELECT attname FROM pg_attribute WHERE attrelid = to_regclass(?) AND attnum > 0"
                                + " AND NOT attisdropped")
                .param(PostgresQuery.table(source))
                .query(String.class)
                .set();
        boolean written = Columns.POSITION.stream().map(Column::name).allMatch(existing::contains);
        return written ? existing : Set.of();
    }

    private static <T> T inTime(Supplier<T> query) {
        try {
            return query.get();
        } catch (QueryTimeoutException e) {
            throw slow("Postgres");
        }
    }

    static ProblemException slow(String store) {
        return new ProblemException(
                ProblemType.PLATFORM_UNAVAILABLE,
                store + " did not answer this query within " + MAX_SECONDS
                        + " seconds; narrow it by filters, or ask the store directly");
    }
}
