package io.sluice.sink.mongo;

import io.sluice.flow.MongoAccess;
import io.sluice.flow.SinkSpec;
import io.sluice.flow.Store;
import io.sluice.flow.StoreType;
import io.sluice.flow.StoreWriter;
import java.util.Optional;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * MongoDB as a store: one collection for each sink, with no index but the one on {@code _id}. Writes are acknowledged
 * by the majority and journalled, whatever the URI says. Thread-safe; opens its connections when they are first needed.
 */
public final class MongoStore implements Store {

    private final MongoAccess access;

    public MongoStore(MongoAccess access) {
        this.access = access;
    }

    @Override
    public StoreType type() {
        return StoreType.MONGO;
    }

    @Override
    public Optional<String> objection(StructField column) {
        return Documentable.objection(column);
    }

    /**
     * @throws IncompatibleTargetException if the key or version cannot serve in Mongo, or if the target is a view, is
     *     capped, or compares text by a language's rules
     * @throws com.mongodb.MongoException if Mongo cannot be reached or does not let us
     */
    @Override
    public void prepare(SinkSpec sink, StructType rows) {
        check(sink, rows);
        new Target(MongoClients.database(access), sink).create();
    }

    @Override
    public void check(SinkSpec sink, StructType rows) {
        new Target(MongoClients.database(access), sink).check(rows);
    }

    @Override
    public void drop(SinkSpec sink) {
        new Target(MongoClients.database(access), sink).drop();
    }

    @Override
    public boolean exists(SinkSpec sink) {
        return new Target(MongoClients.database(access), sink).exists();
    }

    @Override
    public void setAside(SinkSpec sink, String name) {
        new Target(MongoClients.database(access), sink).rename(name);
    }

    @Override
    public StoreWriter.Factory writers(SinkSpec sink, StructType rows) {
        return new Writers(access, sink, rows);
    }

    private record Writers(MongoAccess access, SinkSpec sink, StructType rows) implements StoreWriter.Factory {

        @Override
        public StoreWriter open(StoreWriter.Task task) {
            return new MongoWriter(MongoClients.database(access), sink, rows, task.refusals());
        }
    }
}
