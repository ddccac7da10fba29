package io.sluice.pipeline.versions;

import io.sluice.pipeline.versions.VersionPage.Change;
import io.sluice.pipeline.versions.VersionPage.Version;
import io.sluice.stream.jdbc.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The versions of definitions in the database, counted from 1 for each pipeline; they go with their pipeline. Thread-safe;
 * reading throws a {@link DataAccessException} if the database cannot be reached.
 */
@Component
@EnableConfigurationProperties(VersionSettings.class)
public class VersionLog {

    private static final String NEWEST = """
            SELECT version, definition FROM sluice.versions WHERE pipeline_id = ? ORDER BY version DESC LIMIT 1""";
    private static final String ADD = """
            INSERT INTO sluice.versions (pipeline_id, version, at, made_by, definition, changes, more_changes)
            VALUES (?, ?, ?, ?, ?::json, ?::json, ?)""";
    private static final String DROP_OLD = "DELETE FROM sluice.versions WHERE pipeline_id = ? AND version <= ?";
    private static final String PAGE = """
            SELECT version, at, made_by, changes, more_changes FROM sluice.versions
            WHERE pipeline_id = ? AND version < ? ORDER BY version DESC LIMIT ?""";
    private static final String ONE = "SELECT definition FROM sluice.versions WHERE pipeline_id = ? AND version = ?";

    private final JdbcOperations jdbc;
    private final JsonMapper json;
    private final int keep;

    VersionLog(JdbcOperations jdbc, JsonMapper json, VersionSettings settings) {
        this.jdbc = jdbc;
        this.json = json;
        this.keep = settings.keep();
    }

    private record Newest(long version, String definition) {}

    /**
     * Adds a version, unless the definition is what it was before. To be called in the transaction that changes it, which
     * holds the pipeline's row.
     *
     * @param definition JSON
     * @param by who made it; null if that is not known
     * @return the number of the version that it is now
     */
    public long add(Connection transaction, long pipelineId, String definition, Instant at, @Nullable String by)
            throws SQLException {
        Optional<Newest> before =
                Sql.first(transaction, NEWEST, row -> new Newest(row.getLong(1), row.getString(2)), pipelineId);
        JsonNode after = json.readTree(definition);
        Difference difference = Difference.between(
                before.map(newest -> json.readTree(newest.definition())).orElse(after), after);
        if (before.isPresent() && difference.isNone()) {
            return before.get().version();
        }
        long version = before.map(Newest::version).orElse(0L) + 1;
        Sql.update(
                transaction,
                ADD,
                pipelineId,
                version,
                at.atOffset(ZoneOffset.UTC),
                by,
                definition,
                json.writeValueAsString(difference.changes()),
                difference.more());
        Sql.update(transaction, DROP_OLD, pipelineId, version - keep);
        return version;
    }

    /** The definition of that version as it is for the transaction, JSON; empty if it is not kept any more. */
    public static Optional<String> definition(Connection transaction, long pipelineId, long version)
            throws SQLException {
        return Sql.first(transaction, ONE, row -> row.getString(1), pipelineId, version);
    }

    /** @param after the version before which the page begins; null for the newest */
    VersionPage page(long pipelineId, @Nullable Long after, int size) {
        List<Version> found = ask(connection -> Sql.list(
                connection, PAGE, this::version, pipelineId, after == null ? Long.MAX_VALUE : after, size + 1));
        if (found.size() <= size) {
            return new VersionPage(found, null);
        }
        List<Version> items = found.subList(0, size);
        return new VersionPage(items, items.get(size - 1).version());
    }

    /**
     * A version that may make other rows of the same records.
     *
     * @param at when it was made
     */
    public record RowChange(long version, Instant at) {}

    /** The newest version that changed more than the trigger; empty if none of those that are kept did. */
    public Optional<RowChange> lastChangeOfRows(long pipelineId) {
        return page(pipelineId, null, keep).items().stream()
                .filter(version -> version.moreChanges() != null
                        || version.changes().stream()
                                .anyMatch(change -> !(change.pointer() + "/").startsWith("/trigger/")))
                .findFirst()
                .map(version -> new RowChange(version.version(), version.at()));
    }

    /** The whole definition of that version; empty if there is none, or none any more. */
    Optional<JsonNode> definition(long pipelineId, long version) {
        return ask(
                connection -> Sql.first(connection, ONE, row -> json.readTree(row.getString(1)), pipelineId, version));
    }

    private <T> T ask(ConnectionCallback<T> question) {
        return Objects.requireNonNull(jdbc.execute(question));
    }

    private Version version(ResultSet row) throws SQLException {
        int more = row.getInt(5);
        return new Version(
                row.getLong(1),
                row.getObject(2, OffsetDateTime.class).toInstant(),
                row.getString(3),
                List.of(json.readValue(row.getString(4), Change[].class)),
                more == 0 ? null : more);
    }
}
