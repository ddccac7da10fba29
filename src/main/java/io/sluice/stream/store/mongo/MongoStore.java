package io.sluice.stream.store.mongo;

import com.mongodb.MongoException;
import com.mongodb.ServerAddress;
import com.mongodb.client.MongoClient;
import io.sluice.stream.connection.Fault;
import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.flow.SinkSpec.WriteMode;
import io.sluice.stream.flow.StoreType;
import io.sluice.stream.store.Marks;
import io.sluice.stream.store.OwnRows;
import io.sluice.stream.store.RowCheck;
import io.sluice.stream.store.Store;
import io.sluice.stream.store.StoreAudit;
import io.sluice.stream.store.StoreWriter;
import io.sluice.stream.store.TargetNote;
import io.sluice.stream.store.TargetNotes;
import io.sluice.stream.store.mongo.layout.CollectionClaim;
import io.sluice.stream.store.mongo.layout.Documentable;
import io.sluice.stream.store.mongo.layout.Target;
import io.sluice.stream.store.mongo.write.CollectionAudit;
import io.sluice.stream.store.mongo.write.DocumentEncoder;
import io.sluice.stream.store.mongo.write.KeyedCollectionAudit;
import io.sluice.stream.store.mongo.write.MongoWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * MongoDB as a store: one collection for each sink, with no index but the one on {@code _id}. Writes are acknowledged
 * by the majority and journalled, whatever the URI says. Thread-safe; opens its connections when they are first needed.
 */
public final class MongoStore implements Store {

    public static final StoreType TYPE = new StoreType("mongo");

    private static final Naming COLLECTION =
            new Naming("collection", "[A-Za-z_][A-Za-z0-9_-]{0,119}", Set.of("system"));

    private final MongoAccess access;

    public MongoStore(MongoAccess access) {
        this.access = access;
    }

    @Override
    public StoreType type() {
        return TYPE;
    }

    @Override
    public String name() {
        return "Mongo";
    }

    @Override
    public Naming naming() {
        return COLLECTION;
    }

    @Override
    public List<Class<?>> libraries() {
        return List.of(MongoClient.class, ServerAddress.class, BsonValue.class);
    }

    @Override
    public Optional<Marks> marks() {
        return Optional.of(new MongoMarks(access));
    }

    @Override
    public boolean isOutage(Throwable failure) {
        return MongoOutage.is(failure);
    }

    @Override
    public Optional<Fault> fault(Throwable failure) {
        return MongoFault.in(failure);
    }

    @Override
    public boolean isRefusal(Throwable failure) {
        return failure instanceof MongoException && !MongoOutage.is(failure);
    }

    @Override
    public Optional<String> objection(StructField column) {
        return Documentable.objection(column);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IncompatibleTargetException if the key or version cannot serve in Mongo, or if the target is a view, is
     *     capped, or compares text by a language's rules
     * @throws com.mongodb.MongoException if Mongo cannot be reached or does not let us
     */
    @Override
    public Fit prepare(SinkSpec sink, StructType rows, TargetNotes notes) throws SQLException {
        Target target = target(sink);
        target.check(rows);
        return new CollectionClaim(target, notes).make();
    }

    @Override
    public Fit check(SinkSpec sink, StructType rows, TargetNotes notes) throws SQLException {
        Target target = target(sink);
        target.check(rows);
        return new CollectionClaim(target, notes).look();
    }

    @Override
    public Optional<Found> find(SinkSpec sink) {
        return target(sink).find();
    }

    @Override
    public OptionalLong count(SinkSpec sink, @Nullable OwnRows own) {
        return target(sink).rows().count(own);
    }

    @Override
    public boolean mayHold(SinkSpec sink, List<String> topics) {
        return target(sink).rows().mayHold(topics);
    }

    @Override
    public boolean tellsApart(SinkSpec sink, TargetNotes notes, TargetNote note) {
        return new CollectionClaim(target(sink), notes).tellsApart(note);
    }

    @Override
    public void drop(SinkSpec sink, TargetNotes notes) throws SQLException {
        Target target = target(sink);
        if (new CollectionClaim(target, notes).isMade()) {
            notes.requireLease();
            target.collection().drop();
            notes.forget();
        }
    }

    @Override
    public void setAside(SinkSpec sink, String name, TargetNotes notes) throws SQLException {
        Target target = target(sink);
        if (new CollectionClaim(target, notes).isMade()) {
            notes.requireLease();
            target.rename(name);
            notes.forget();
        }
    }

    @Override
    public void remove(SinkSpec sink, OwnRows own, TargetNotes notes) throws SQLException {
        Target target = target(sink);
        if (new CollectionClaim(target, notes).isFound()) {
            notes.requireLease();
            target.rows().remove(own);
        }
    }

    private Target target(SinkSpec sink) {
        return new Target(MongoClients.database(access), sink);
    }

    @Override
    public Optional<StoreAudit.Factory> audit(SinkSpec sink, StructType rows) {
        return Optional.of(new Audits(access, sink, rows));
    }

    @Override
    public RowCheck rowCheck(SinkSpec sink, StructType rows) {
        return DocumentEncoder.check(sink, rows);
    }

    @Override
    public StoreWriter.Factory writers(SinkSpec sink, StructType rows) {
        return new Writers(access, sink, rows);
    }

    private record Writers(MongoAccess access, SinkSpec sink, StructType rows) implements StoreWriter.Alone {

        @Override
        public StoreWriter open(StoreWriter.Refusals refusals) {
            return new MongoWriter(MongoClients.database(access), sink, rows, refusals);
        }
    }

    private record Audits(MongoAccess access, SinkSpec sink, StructType rows) implements StoreAudit.Factory {

        private static final long serialVersionUID = 1L;

        @Override
        public boolean isInLedger() {
            return false;
        }

        @Override
        public WriteMode mode() {
            return sink.mode();
        }

        @Override
        public StoreAudit open(Connection ledger) {
            return sink.mode() == WriteMode.APPEND
                    ? new CollectionAudit(MongoClients.database(access), sink, rows)
                    : new KeyedCollectionAudit(MongoClients.database(access), sink, rows);
        }

        @Override
        public Optional<StoreAudit.Walk> walk() {
            return Optional.of(
                    sink.mode() == WriteMode.APPEND
                            ? new CollectionWalk(access, sink)
                            : new KeyedCollectionWalk(access, sink));
        }
    }
}
