package io.sluice.pipeline.letters;

import static io.sluice.results.postgres.KeyColumn.Trait.DESCENDING;
import static io.sluice.results.postgres.KeyColumn.Trait.UNIQUE;

import io.sluice.results.postgres.KeyColumn;
import io.sluice.results.postgres.PostgresList;
import io.sluice.results.postgres.PostgresReads;
import io.sluice.results.query.Paging;
import io.sluice.results.query.Slice;
import io.sluice.stream.flow.Stage;
import io.sluice.stream.letters.DeadLetters;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Lists rejected records. Thread-safe. */
@Component
class DeadLetterList {

    /** Has an index of its own: newest_dead_letters. */
    private static final List<KeyColumn> NEWEST_FIRST = List.of(
            new KeyColumn("rejected_at", "timestamptz", DESCENDING),
            new KeyColumn("partition", "integer", UNIQUE),
            new KeyColumn("\"offset\"", "bigint", UNIQUE),
            new KeyColumn("topic", "text", UNIQUE),
            new KeyColumn("stage", "text", UNIQUE));

    private final PostgresReads reads;

    DeadLetterList(PostgresReads reads) {
        this.reads = reads;
    }

    /**
     * The newest first; those of one batch by their position.
     *
     * @param stage null for all
     */
    DeadLetterPage page(String pipeline, @Nullable Stage stage, Paging paging) {
        List<Object> parameters = new ArrayList<>(List.of(pipeline));
        String from = DeadLetters.OF_PIPELINE;
        if (stage != null) {
            from += " AND stage = ?";
            parameters.add(stage.label());
        }
        PostgresList<DeadLetter> list =
                new PostgresList<>("*", from, parameters, NEWEST_FIRST, (row, n) -> letter(row), DeadLetter::weight);
        List<String> identity = List.of("dead letters", pipeline, stage == null ? "" : stage.label());
        Slice<DeadLetter> slice = reads.read(session -> list.page(session, paging, false, identity));
        return new DeadLetterPage(
                slice.items(),
                paging.page(),
                paging.size(),
                slice.total(),
                slice.estimated(),
                slice.cut(),
                slice.next());
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static DeadLetter letter(ResultSet row) throws SQLException {
        DeadLetter.Written key = DeadLetter.Written.of(row.getBytes("key"));
        DeadLetter.Written payload = DeadLetter.Written.of(row.getBytes("value"));
        return new DeadLetter(
                row.getString("topic"),
                row.getInt("partition"),
                row.getLong("offset"),
                instant(row, "timestamp"),
                row.getObject("timestamp_millis", Long.class),
                row.getString("stage"),
                row.getString("reason"),
                key.text(),
                key.encoding(),
                payload.text(),
                payload.encoding(),
                row.getObject("rejected_at", OffsetDateTime.class).toInstant());
    }
}
