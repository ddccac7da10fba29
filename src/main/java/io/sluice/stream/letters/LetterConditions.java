package io.sluice.stream.letters;

import io.sluice.stream.flow.LetterSelection;
import io.sluice.stream.flow.Position;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A selection of letters as conditions on their table, to follow others behind WHERE.
 *
 * @param sql with a question mark for each parameter
 */
public record LetterConditions(String sql, List<Object> parameters) {

    public static LetterConditions of(LetterSelection selection) {
        StringBuilder sql = new StringBuilder();
        List<Object> parameters = new ArrayList<>();
        Set<Position> positions = selection.positions();
        if (positions != null) {
            List<Position> list = List.copyOf(positions);
            sql.append(
                    " AND (topic, partition, \"offset\") IN (SELECT * FROM unnest(?::text[], ?::int[], ?::bigint[]))");
            parameters.add(list.stream().map(Position::topic).toArray(String[]::new));
            parameters.add(list.stream().map(Position::partition).toArray(Integer[]::new));
            parameters.add(list.stream().map(Position::offset).toArray(Long[]::new));
        }
        add(
                sql,
                parameters,
                " AND stage = ?",
                selection.stage() == null ? null : selection.stage().label());
        add(sql, parameters, " AND reason LIKE ?", selection.reason() == null ? null : like(selection.reason()));
        add(sql, parameters, " AND topic = ?", selection.topic());
        add(sql, parameters, " AND partition = ?", selection.partition());
        add(sql, parameters, " AND rejected_at >= ?", time(selection.from()));
        add(sql, parameters, " AND rejected_at < ?", time(selection.to()));
        add(sql, parameters, " AND key = ?", selection.key());
        add(
                sql,
                parameters,
                " AND position(? IN value) > 0",
                selection.text() == null ? null : selection.text().getBytes(StandardCharsets.UTF_8));
        return new LetterConditions(sql.toString(), Collections.unmodifiableList(parameters));
    }

    /** Returns the parameters before these, these, and those behind them, as a statement takes them. */
    Object[] among(List<?> before, List<?> behind) {
        List<@Nullable Object> all = new ArrayList<>(before);
        all.addAll(parameters);
        all.addAll(behind);
        return all.toArray();
    }

    private static void add(StringBuilder sql, List<Object> parameters, String condition, @Nullable Object value) {
        if (value != null) {
            sql.append(condition);
            parameters.add(value);
        }
    }

    /** The pattern as LIKE takes it: only what the caller wrote as {@code *} stands for something else. */
    private static String like(String pattern) {
        String literal = pattern.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
        return literal.indexOf('*') < 0 ? "%" + literal + "%" : literal.replace('*', '%');
    }

    private static @Nullable OffsetDateTime time(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
