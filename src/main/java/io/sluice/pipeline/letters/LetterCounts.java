package io.sluice.pipeline.letters;

import static io.sluice.web.ProblemException.invalidParameter;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sluice.results.table.TableReads;
import io.sluice.stream.flow.LetterSelection;
import io.sluice.stream.letters.DeadLetters;
import io.sluice.stream.letters.LetterConditions;
import io.sluice.stream.letters.LetterExpiry;
import io.sluice.web.Limits;
import io.swagger.v3.oas.annotations.media.Schema;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Counts rejected records by what they have in common. Thread-safe. */
@Component
class LetterCounts {

    /** Where the record's own names begin and end in a reason, with the numbers and keys in it left out. */
    private static final String PLACE =
            "regexp_replace(coalesce(substring(reason from '^field \".*?\": '), ''), '\\[[^]]*\\]', '[…]', 'g')";

    private static final String BEHIND =
            "substr(reason, 1 + length(coalesce(substring(reason from '^field \".*?\": '), '')))";

    /** Each takes what one record's reason has of its own out of the text, so that a thousand values are one group. */
    private static final List<String> REPLACED = List.of(
            "'^[[{].* (is not|is out of|does not)', '{…} \\1'",
            "'\"(\\\\.|[^\"\\\\])*(\"|…|$)', '\"…\"', 'g'",
            "'(^|[[:space:](=:,])''[^'']*''', '\\1''…''', 'g'",
            "'(^|[^[:alnum:]_+-])[-+]?[0-9]+([.,:T-][0-9]+)*([eE][-+]?[0-9]+)?', '\\1#', 'g'");

    private static final String FORM = PLACE + " || "
            + REPLACED.stream()
                    .reduce(BEHIND, (text, replaced) -> "regexp_replace(" + text + ", " + replaced + ")", (a, b) -> b);

    private static final String COUNT = """
            WITH raw AS (
                SELECT %s AS stage, %s AS reason, %s AS hour, count(*) AS letters, max(rejected_at) AS newest%s
                GROUP BY 1, 2, 3),
            groups AS (
                SELECT stage, %s AS form, hour, sum(letters)::bigint AS letters, min(reason) AS example,
                    max(newest) AS newest
                FROM raw GROUP BY 1, 2, 3)
            SELECT *, count(*) OVER () AS of_groups, sum(letters) OVER ()::bigint AS of_letters
            FROM groups ORDER BY letters DESC, stage, form, hour LIMIT ?""";

    private final TableReads reads;

    LetterCounts(TableReads reads) {
        this.reads = reads;
    }

    /** What letters of a group have in common. */
    enum Key {
        STAGE,
        REASON,
        HOUR;

        /** @throws io.sluice.web.ProblemException INVALID_PARAMETER */
        static Set<Key> parse(String by) {
            Set<Key> keys = EnumSet.noneOf(Key.class);
            for (String name : by.split(",", -1)) {
                keys.add(Arrays.stream(values())
                        .filter(key -> key.label().equals(name))
                        .findFirst()
                        .orElseThrow(() -> invalidParameter("The parameter by is '" + Limits.echo(by)
                                + "'; it takes stage, reason and hour, separated by commas")));
            }
            return keys;
        }

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The letters by group, the largest groups first.
     *
     * @param others what is in no group that is shown; null if there is nothing
     * @param expired what was deleted because of its age or number; null if nothing was
     */
    @Schema(name = "DeadLetterCounts")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record View(
            List<String> by,
            long total,
            List<Group> groups,
            @Nullable Others others,
            @Nullable Expired expired) {}

    /** @param example one of the reasons as it is; null where it is not grouped by them */
    @Schema(name = "DeadLetterGroup")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Group(
            @Nullable String stage,
            @Nullable String reason,
            @Nullable String example,
            @Nullable Instant hour,
            long letters,
            Instant newest) {}

    @Schema(name = "OtherDeadLetters")
    record Others(long groups, long letters) {}

    @Schema(name = "ExpiredDeadLetters")
    record Expired(long letters, Instant lastAt) {}

    private record Row(Group group, long ofGroups, long ofLetters) {}

    /** @param limit how many groups to show */
    View count(String pipeline, LetterSelection selection, Set<Key> by, int limit) {
        LetterConditions conditions = LetterConditions.of(selection);
        String sql = COUNT.formatted(
                by.contains(Key.STAGE) ? "stage" : "NULL::text",
                by.contains(Key.REASON) ? "reason" : "NULL::text",
                by.contains(Key.HOUR) ? "date_trunc('hour', rejected_at, 'UTC')" : "NULL::timestamptz",
                DeadLetters.OF_PIPELINE + conditions.sql(),
                FORM);
        List<Object> parameters = new ArrayList<>(List.of(pipeline));
        parameters.addAll(conditions.parameters());
        parameters.add(limit);
        return reads.read(session -> {
            List<Row> rows = session.client()
                    .sql(sql)
                    .params(parameters)
                    .query((row, n) -> row(row))
                    .list();
            Expired expired = session.client()
                    .sql(LetterExpiry.COUNTED)
                    .param(pipeline)
                    .query((row, n) -> new Expired(row.getLong(1), instant(row, "last_at")))
                    .optional()
                    .orElse(null);
            return view(by, rows, expired);
        });
    }

    private static View view(Set<Key> by, List<Row> rows, @Nullable Expired expired) {
        long total = rows.isEmpty() ? 0 : rows.get(0).ofLetters();
        long groups = rows.isEmpty() ? 0 : rows.get(0).ofGroups();
        long shown = rows.stream().mapToLong(row -> row.group().letters()).sum();
        return new View(
                by.stream().map(Key::label).toList(),
                total,
                rows.stream().map(Row::group).toList(),
                groups == rows.size() ? null : new Others(groups - rows.size(), total - shown),
                expired);
    }

    private static Row row(ResultSet row) throws SQLException {
        OffsetDateTime hour = row.getObject("hour", OffsetDateTime.class);
        return new Row(
                new Group(
                        row.getString("stage"),
                        row.getString("form"),
                        row.getString("example"),
                        hour == null ? null : hour.toInstant(),
                        row.getLong("letters"),
                        instant(row, "newest")),
                row.getLong("of_groups"),
                row.getLong("of_letters"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
