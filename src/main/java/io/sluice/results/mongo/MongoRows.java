package io.sluice.results.mongo;

import com.mongodb.MongoExecutionTimeoutException;
import io.sluice.results.query.Columns;
import io.sluice.results.query.ResultQuery;
import io.sluice.results.query.ResultsSettings;
import io.sluice.results.query.Slice;
import io.sluice.results.query.SlowQuery;
import io.sluice.results.query.Sort;
import io.sluice.results.query.StoreReader;
import io.sluice.stream.flow.StoreType;
import io.sluice.stream.store.mongo.MongoStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.sql.types.StructType;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.data.mongodb.MongoDatabaseFactory;
import org.springframework.stereotype.Component;

/** The collections that sinks write: {@code _id}, the output columns, and {@code _source} with the position. */
@Component
@Order(1)
public class MongoRows implements StoreReader {

    private final MongoDatabaseFactory mongo;
    private final Duration limit;

    public MongoRows(MongoDatabaseFactory mongo, ResultsSettings settings) {
        this.mongo = mongo;
        this.limit = settings.queryTimeout();
    }

    @Override
    public StoreType store() {
        return MongoStore.TYPE;
    }

    @Override
    public Description description() {
        return new Description(
                "In Mongo there is also _timestamp, the record's own time. Times have milliseconds there, and `total`"
                        + " is estimated only where there is no filter.",
                """
                {"_id": "my_quotes/0/0/0", "quote": "Mind the gate.", \
                "character": "Ada Lock", "direction": "right", "size": 14, "_source": {"topic": "my_quotes", \
                "partition": 0, "offset": 0, "ordinal": 0, "timestamp": "2026-03-01T10:15:29.870Z"}}""");
    }

    @Override
    public Columns columns(StructType output) {
        return new Columns(output, Columns.timestamp(MongoQuery.TIMESTAMP));
    }

    @Override
    public Slice<Map<String, @Nullable Object>> page(Source source, ResultQuery query) {
        String target = source.sink().target();
        MongoOrder order = query.byKey() ? MongoQuery.keyOrder() : MongoQuery.order(query.sorts());
        MongoList list = list(source, MongoQuery.filter(query.filters()), order);
        String index = "db.getCollection(" + quoted(target) + ").createIndex("
                + order.sort().toJson() + ")";
        return inTime(
                query.byKey() ? null : index, () -> list.page(query.paging(), query.byKey(), query.identity(target)));
    }

    @Override
    public Optional<Map<String, @Nullable Object>> find(Source source, RowPosition position) {
        MongoOrder order = MongoQuery.order(Sort.parse(List.of(), columns(source.output())));
        MongoList list = list(source, MongoQuery.at(source.sink(), position), order);
        return inTime(null, () -> Optional.ofNullable(list.first()).map(list.reader()::read));
    }

    private MongoList list(Source source, BsonDocument filter, MongoOrder order) {
        return new MongoList(
                mongo.getMongoDatabase().getCollection(source.sink().target(), BsonDocument.class),
                filter,
                order,
                new MongoRowReader(source),
                limit.toMillis());
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /**
     * Runs a query that Mongo ends at the limit.
     *
     * @param index that would serve the order; null if there is one already
     */
    private <T> T inTime(@Nullable String index, Supplier<T> query) {
        try {
            return query.get();
        } catch (MongoExecutionTimeoutException e) {
            throw SlowQuery.problem("Mongo", limit, index);
        }
    }
}
