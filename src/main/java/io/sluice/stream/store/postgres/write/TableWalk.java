package io.sluice.stream.store.postgres.write;

import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.store.StoreAudit.RowAt;
import io.sluice.stream.store.StoreAudit.Span;
import io.sluice.stream.store.StoreAudit.Visitor;
import io.sluice.stream.store.StoreAudit.Walk;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** Walks once over a table in upsert mode, whose index is the one on its key, and tells of the rows of some topics. */
record TableWalk(SinkSpec sink) implements Walk {

    private static final long serialVersionUID = 1L;
    private static final int AT_ONCE = 5_000;

    @Override
    public void each(Connection ledger, Collection<Span> spans, Visitor visitor) throws SQLException {
        String[] topics = spans.stream().map(Span::topic).distinct().toArray(String[]::new);
        try (PreparedStatement select = ledger.prepareStatement(AuditSql.held(sink))) {
            select.setArray(1, ledger.createArrayOf("text", topics));
            select.setFetchSize(AT_ONCE);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    visitor.visit(
                            row.getString(1),
                            row.getInt(2),
                            new RowAt(row.getLong(3), row.getInt(4)),
                            List.copyOf(Arrays.asList((String[]) row.getArray(5).getArray())));
                }
            }
        }
    }
}
