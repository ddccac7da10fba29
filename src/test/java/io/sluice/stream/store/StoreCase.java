package io.sluice.stream.store;

import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.flow.SinkSpec.WriteMode;
import io.sluice.stream.store.Trial.Stored;
import io.sluice.testing.RememberedNotes;
import java.sql.Connection;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.TestInstance;

/** What a store gives to be proved. One instance for all tests of a store; each test has a target of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class StoreCase {

    private final AtomicInteger targets = new AtomicInteger();

    protected abstract Store store();

    /** All rows that flows have written to the target, in no particular order: of columns of texts, longs and doubles. */
    protected abstract List<Stored> rows(SinkSpec sink, StructType columns) throws Exception;

    /** From now on the store itself refuses rows of the target whose column {@code text} has this value. */
    protected abstract void refuse(SinkSpec sink, String text) throws Exception;

    /** The store cannot be reached from here on. */
    protected abstract void cut() throws Exception;

    /** It can be reached again. */
    protected abstract void mend() throws Exception;

    /** An open transaction of the ledger, for a store that writes in it. */
    protected Connection ledger() throws Exception {
        throw new UnsupportedOperationException("this store writes by itself");
    }

    Trial trial(String ddl, WriteMode mode, List<String> key, @Nullable String version) {
        SinkSpec sink = new SinkSpec(store().type(), "trial" + targets.incrementAndGet(), mode, key, version);
        return new Trial(this, sink, StructType.fromDDL(ddl), new RememberedNotes("t", "u"));
    }
}
