package io.sluice.pipeline.letters;

import static io.sluice.results.table.KeyColumn.Trait.DESCENDING;
import static io.sluice.results.table.KeyColumn.Trait.UNIQUE;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sluice.pipeline.letters.DeadLetter.Written;
import io.sluice.results.query.Paging;
import io.sluice.results.query.Slice;
import io.sluice.results.table.KeyColumn;
import io.sluice.results.table.TableList;
import io.sluice.results.table.TableReads;
import io.sluice.stream.flow.LetterSelection;
import io.sluice.stream.flow.SourceRecord;
import io.sluice.stream.letters.DeadLetters;
import io.sluice.stream.letters.LetterConditions;
import io.sluice.stream.letters.LetterEdits;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
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

    private static final String SELECT = "*, " + LetterEdits.VALUE + " AS edited_value, " + LetterEdits.AT
            + " AS edited_at, " + LetterEdits.BY + " AS edited_by";

    /** Of a letter with its {@code edited_value}. */
    static final String BYTES = "coalesce(octet_length(value), 0)::bigint + coalesce(octet_length(key), 0)"
            + " + coalesce(octet_length(edited_value), 0) + octet_length(headers::text)";

    private final TableReads reads;

    DeadLetterList(TableReads reads) {
        this.reads = reads;
    }

    /**
     * The newest first; those of one batch by their position.
     *
     * @param filter as it was written, by which a cursor knows its list
     * @param written how keys and payloads are
     */
    DeadLetterPage page(
            String pipeline,
            LetterFilter filter,
            LetterSelection selection,
            Paging paging,
            Function<byte @Nullable [], Written> written) {
        LetterConditions conditions = LetterConditions.of(selection);
        List<Object> parameters = new ArrayList<>(List.of(pipeline));
        parameters.addAll(conditions.parameters());
        TableList<DeadLetter> list = new TableList<>(
                SELECT,
                DeadLetters.OF_PIPELINE + conditions.sql(),
                parameters,
                BYTES,
                NEWEST_FIRST,
                (row, n) -> letter(row, written),
                DeadLetter::weight);
        List<String> identity = new ArrayList<>(List.of("dead letters", pipeline));
        identity.addAll(filter.identity());
        Slice<DeadLetter> slice = reads.read(session -> list.page(session, paging, false, identity));
        return new DeadLetterPage(
                slice.items(),
                paging.page(),
                paging.size(),
                slice.total(),
                slice.estimated(),
                slice.cut(),
                slice.next(),
                null);
    }

    private static DeadLetter.@Nullable Edited edited(ResultSet row, Function<byte @Nullable [], Written> form)
            throws SQLException {
        byte[] value = row.getBytes("edited_value");
        Instant at = instant(row, "edited_at");
        if (value == null || at == null) {
            return null;
        }
        Written written = form.apply(value);
        return new DeadLetter.Edited(written.text(), written.encoding(), at, row.getString("edited_by"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static DeadLetter letter(ResultSet row, Function<byte @Nullable [], Written> form) throws SQLException {
        SourceRecord record = DeadLetters.record(row);
        Written key = form.apply(record.key());
        Written payload = form.apply(record.value());
        return new DeadLetter(
                record.topic(),
                record.partition(),
                record.offset(),
                instant(row, "timestamp"),
                row.getObject("timestamp_millis", Long.class),
                row.getString("stage"),
                row.getString("reason"),
                key.text(),
                key.encoding(),
                payload.text(),
                payload.encoding(),
                DeadLetter.Head.all(record.headers()),
                row.getObject("rejected_at", OffsetDateTime.class).toInstant(),
                edited(row, form),
                null,
                null,
                null,
                null);
    }

    /**
     * A page of rejected records.
     *
     * @param notDecoded why letters are not decoded, though that was asked for
     */
    record DeadLetterPage(
            List<DeadLetter> items,
            int page,
            int size,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Long total,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Boolean estimated,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Boolean cut,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String next,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String notDecoded) {

        /** The same page with its letters in another form. */
        DeadLetterPage with(List<DeadLetter> others, @Nullable String why) {
            return new DeadLetterPage(others, page, size, total, estimated, cut, next, why);
        }
    }
}
