package io.sluice.testing;

import io.sluice.stream.jdbc.LedgerAccess;
import io.sluice.stream.store.StoreWriter;
import io.sluice.stream.store.Stores;
import io.sluice.stream.store.mongo.MongoAccess;
import io.sluice.stream.store.mongo.MongoStore;
import io.sluice.stream.store.postgres.PostgresStore;
import java.sql.Connection;
import java.util.List;

/** The stores that there are, for tests that ask them only what they know without a server. */
public final class TestStores {

    private TestStores() {}

    public static Stores nowhere() {
        return new Stores(List.of(
                new PostgresStore(new LedgerAccess("jdbc:postgresql://127.0.0.1:1/nowhere", "nobody", "")),
                new MongoStore(new MongoAccess("mongodb://127.0.0.1:1/?serverSelectionTimeoutMS=100", "nowhere"))));
    }

    /** As a task does it. */
    public static StoreWriter open(StoreWriter.Factory factory, Connection ledger, StoreWriter.Refusals refusals)
            throws Exception {
        return factory instanceof StoreWriter.InLedger within
                ? within.open(ledger, refusals)
                : ((StoreWriter.Alone) factory).open(refusals);
    }
}
