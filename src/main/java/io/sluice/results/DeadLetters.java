package io.sluice.results;

import io.sluice.flow.Stage;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads and forgets rejected records. Thread-safe. */
@Component
class DeadLetters {

    private static final String FROM = " FROM sluice.dead_letters WHERE pipeline = ?";

    private final JdbcClient postgres;

    DeadLetters(DataSource dataSource) {
        JdbcTemplate template = new JdbcTemplate(dataSource);
        template.setQueryTimeout(StoredRows.MAX_SECONDS);
        this.postgres = JdbcClient.create(template);
    }

    /**
     * The newest first; those of one batch by their position.
     *
     * @param stage null for all
     */
    DeadLetterPage page(String pipeline, @Nullable Stage stage, Paging paging) {
        List<Object> parameters = new ArrayList<>(List.of(pipeline));
        String where = FROM;
        if (stage != null) {
            where += " AND stage = ?";
            parameters.add(stage.label());
        }
        try {
            long total = postgres.sql("SELECT count(*)" + where)
                    .params(parameters)
                    .query(Long.class)
                    .single();
            List<DeadLetter> items = postgres.sql("SELECT *" + where
                            + " ORDER BY rejected_at DESC, partition, \"offset\", topic, stage LIMIT ? OFFSET ?")
                    .params(parameters)
                    .param(paging.size())
                    .param(paging.skip())
                    .query((row, number) -> letter(row))
                    .list();
            return new DeadLetterPage(items, paging.page(), paging.size(), total);
        } catch (QueryTimeoutException e) {
            throw PostgresRows.slow("Postgres");
        }
    }

    void forget(String pipeline) {
        postgres.sql("DELETE" + FROM).param(pipeline).update();
    }

    private static DeadLetter letter(ResultSet row) throws SQLException {
        DeadLetter.Written key = DeadLetter.Written.of(row.getBytes("key"));
        DeadLetter.Written payload = DeadLetter.Written.of(row.getBytes("value"));
        return new DeadLetter(
                row.getString("topic"),
                row.getInt("partition"),
                row.getLong("offset"),
                row.getObject("timestamp", OffsetDateTime.class).toInstant(),
                row.getString("stage"),
                row.getString("reason"),
                key.text(),
                key.encoding(),
                payload.text(),
                payload.encoding(),
                row.getObject("rejected_at", OffsetDateTime.class).toInstant());
    }
}
