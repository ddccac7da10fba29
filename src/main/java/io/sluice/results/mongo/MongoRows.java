package io.sluice.results.mongo;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import com.mongodb.MongoExecutionTimeoutException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.model.CountOptions;
import com.mongodb.client.model.EstimatedDocumentCountOptions;
import io.sluice.results.query.Batch;
import io.sluice.results.query.Columns;
import io.sluice.results.query.Cursor;
import io.sluice.results.query.Marks;
import io.sluice.results.query.Paging;
import io.sluice.results.query.ResultQuery;
import io.sluice.results.query.ResultsSettings;
import io.sluice.results.query.Slice;
import io.sluice.results.query.SlowQuery;
import io.sluice.results.query.Sort;
import io.sluice.results.query.StoreReader;
import io.sluice.stream.flow.StoreType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.spark.sql.types.StructType;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.data.mongodb.MongoDatabaseFactory;
import org.springframework.stereotype.Component;

/** The collections that sinks write: {@code _id}, the output columns, and {@code _source} with the position. */
@Component
@Order(1)
public class MongoRows implements StoreReader {

    /** Documents that are fetched at a time; they may be large. */
    private static final int FETCH = 32;

    private final MongoDatabaseFactory mongo;
    private final Duration limit;

    public MongoRows(MongoDatabaseFactory mongo, ResultsSettings settings) {
        this.mongo = mongo;
        this.limit = settings.queryTimeout();
    }

    @Override
    public StoreType store() {
        return StoreType.MONGO;
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
        MongoOrder order = query.byKey() ? MongoQuery.keyOrder() : MongoQuery.order(query.sorts());
        String index = "db.getCollection(" + quoted(source.sink().target()) + ").createIndex("
                + order.sort().toJson() + ")";
        return inTime(query.byKey() ? null : index, () -> {
            BsonDocument filter = MongoQuery.filter(query.filters());
            Paging paging = query.paging();
            String list = Cursor.fingerprint(Stream.concat(
                            Stream.of("mongo", order.sort().toJson()),
                            query.identity(source.sink().target()).stream())
                    .toList());
            MongoRowReader reader = new MongoRowReader(source);
            return Slice.of(
                    paging,
                    documents(source, filter, order, paging, list, reader),
                    Row::item,
                    (row, seen) ->
                            new Cursor(query.byKey(), list, seen, Marks.of(order.values(row.document()), order::isId)),
                    () -> collection(source).countDocuments(filter, new CountOptions().maxTime(millis(), MILLISECONDS)),
                    () -> estimate(source, query));
        });
    }

    private record Row(BsonDocument document, Map<String, @Nullable Object> item) {}

    private Batch<Row> documents(
            Source source, BsonDocument filter, MongoOrder order, Paging paging, String list, MongoRowReader reader) {
        Cursor cursor = paging.cursor();
        BsonDocument wanted = cursor == null
                ? filter
                : new BsonDocument(
                        "$and",
                        new BsonArray(List.of(
                                filter,
                                after(
                                        source,
                                        order,
                                        paging.marks(
                                                cursor, list, order.fields().size())))));
        Batch<Row> rows = new Batch<>();
        try (MongoCursor<BsonDocument> found = collection(source)
                .find(wanted)
                .sort(order.sort())
                .skip(paging.skip())
                .limit(paging.fetch())
                .batchSize(FETCH)
                .maxTime(millis(), MILLISECONDS)
                .cursor()) {
            boolean taken = true;
            while (taken && found.hasNext()) {
                BsonDocument document = found.next();
                Map<String, @Nullable Object> item = reader.read(document);
                taken = rows.offer(new Row(document, item), Batch.weight(item));
            }
        }
        return rows;
    }

    private BsonDocument after(Source source, MongoOrder order, List<@Nullable String> marks) {
        return order.after(Marks.values(marks, () -> {
            BsonDocument same =
                    order.again(String.valueOf(marks.get(marks.size() - 1)).substring(1));
            BsonDocument document = collection(source)
                    .find(same)
                    .maxTime(millis(), MILLISECONDS)
                    .first();
            return document == null ? List.of() : order.values(document);
        }));
    }

    /** Mongo knows how many documents there are, but not how many meet a condition. */
    private OptionalLong estimate(Source source, ResultQuery query) {
        return query.filters().isEmpty()
                ? OptionalLong.of(collection(source)
                        .estimatedDocumentCount(new EstimatedDocumentCountOptions().maxTime(millis(), MILLISECONDS)))
                : OptionalLong.empty();
    }

    @Override
    public Optional<Map<String, @Nullable Object>> find(Source source, RowPosition position) {
        return inTime(
                null,
                () -> Optional.ofNullable(collection(source)
                                .find(MongoQuery.at(source.sink(), position))
                                .sort(MongoQuery.order(Sort.parse(List.of(), columns(source.output())))
                                        .sort())
                                .maxTime(millis(), MILLISECONDS)
                                .first())
                        .map(new MongoRowReader(source)::read));
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private long millis() {
        return limit.toMillis();
    }

    private MongoCollection<BsonDocument> collection(Source source) {
        return mongo.getMongoDatabase().getCollection(source.sink().target(), BsonDocument.class);
    }

    private <T> T inTime(@Nullable String index, Supplier<T> query) {
        try {
            return query.get();
        } catch (MongoExecutionTimeoutException e) {
            throw SlowQuery.problem("Mongo", limit, index);
        }
    }
}
