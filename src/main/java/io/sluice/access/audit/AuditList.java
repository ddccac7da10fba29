package io.sluice.access.audit;

import static io.sluice.results.table.KeyColumn.Trait.DESCENDING;
import static io.sluice.results.table.KeyColumn.Trait.UNIQUE;

import io.sluice.access.audit.AuditPage.Item;
import io.sluice.results.query.Paging;
import io.sluice.results.query.Slice;
import io.sluice.results.table.KeyColumn;
import io.sluice.results.table.TableList;
import io.sluice.results.table.TableReads;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Lists the audit log. Thread-safe. */
@Component
class AuditList {

    /** Has an index of its own: audit_newest. */
    private static final List<KeyColumn> NEWEST_FIRST =
            List.of(new KeyColumn("at", "timestamptz", DESCENDING), new KeyColumn("id", "uuid", DESCENDING, UNIQUE));

    private static final String BYTES =
            Item.WEIGHT + " + coalesce(octet_length(before::text), 0) + coalesce(octet_length(after::text), 0)";

    private final TableReads reads;
    private final JsonMapper json;

    AuditList(TableReads reads, JsonMapper json) {
        this.reads = reads;
        this.json = json;
    }

    /** What is asked for; null of anything. */
    record Filter(
            @Nullable String who,
            @Nullable String action,
            @Nullable String target,
            @Nullable Outcome outcome,
            @Nullable Instant from,
            @Nullable Instant to) {}

    AuditPage page(Filter filter, Paging paging) {
        StringBuilder conditions = new StringBuilder(AuditTable.ALL);
        List<Object> parameters = new ArrayList<>();
        narrow(conditions, parameters, "name = ?", filter.who());
        narrow(conditions, parameters, "action = ?", filter.action());
        narrow(conditions, parameters, "target = ?", filter.target());
        narrow(
                conditions,
                parameters,
                "outcome = ?",
                filter.outcome() == null ? null : filter.outcome().text());
        narrow(conditions, parameters, "at >= ?", utc(filter.from()));
        narrow(conditions, parameters, "at < ?", utc(filter.to()));
        TableList<Item> list = new TableList<>(
                "*",
                conditions.toString(),
                parameters,
                BYTES,
                NEWEST_FIRST,
                (row, n) -> item(row),
                item -> Item.WEIGHT + length(item.before()) + length(item.after()));
        Slice<Item> slice = reads.read(session -> list.page(session, paging, false, identity(filter)));
        return new AuditPage(
                slice.items(),
                paging.page(),
                paging.size(),
                slice.total(),
                slice.estimated(),
                slice.cut(),
                slice.next());
    }

    private static List<String> identity(Filter filter) {
        return List.of("audit", filter.toString());
    }

    private static void narrow(
            StringBuilder conditions, List<Object> parameters, String condition, @Nullable Object value) {
        if (value != null) {
            conditions.append(" AND ").append(condition);
            parameters.add(value);
        }
    }

    private static @Nullable OffsetDateTime utc(@Nullable Instant time) {
        return time == null ? null : time.atOffset(ZoneOffset.UTC);
    }

    private static long length(@Nullable JsonNode json) {
        return json == null ? 0 : json.toString().length();
    }

    private Item item(ResultSet row) throws SQLException {
        return new Item(
                row.getObject("id", UUID.class),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                new AuditPage.Who(
                        Actor.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                        row.getString("name"),
                        row.getObject("token_id", UUID.class),
                        row.getString("address")),
                row.getString("action"),
                row.getString("target"),
                row.getString("details"),
                row.getObject("version", Long.class),
                json(row.getString("before")),
                json(row.getString("after")),
                Outcome.valueOf(row.getString("outcome").toUpperCase(Locale.ROOT)),
                row.getObject("status", Integer.class),
                row.getInt("times"));
    }

    private @Nullable JsonNode json(@Nullable String text) {
        return text == null ? null : json.readTree(text);
    }
}
