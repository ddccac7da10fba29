package io.sluice.results.mongo;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.model.CountOptions;
import com.mongodb.client.model.EstimatedDocumentCountOptions;
import io.sluice.results.query.Batch;
import io.sluice.results.query.Cursor;
import io.sluice.results.query.Marks;
import io.sluice.results.query.Paging;
import io.sluice.results.query.Slice;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * The documents of a collection that meet a filter, in one order.
 *
 * @param order total: no two documents have all of it in common
 * @param millis how long the server may take over each question
 */
record MongoList(
        MongoCollection<BsonDocument> collection,
        BsonDocument filter,
        MongoOrder order,
        MongoRowReader reader,
        long millis) {

    /** Documents that are fetched at a time; they may be large. */
    private static final int FETCH = 32;

    private record Row(BsonDocument document, Map<String, @Nullable Object> item) {}

    /**
     * Reads one page.
     *
     * @param byKey whether the order is that of the collection's own key
     * @param identity of the list: the collection and whatever narrows it
     */
    Slice<Map<String, @Nullable Object>> page(Paging paging, boolean byKey, List<String> identity) {
        String list =
                Cursor.fingerprint(Stream.concat(Stream.of("mongo", order.sort().toJson()), identity.stream())
                        .toList());
        return Slice.of(
                paging,
                documents(paging, list),
                Row::item,
                (row, seen) -> new Cursor(byKey, list, seen, Marks.of(order.values(row.document()), order::isId)),
                () -> collection.countDocuments(filter, new CountOptions().maxTime(millis, MILLISECONDS)),
                this::estimate);
    }

    /** Reads the first document of the list; null if it has none. */
    @Nullable
    BsonDocument first() {
        return find(filter).sort(order.sort()).first();
    }

    private Batch<Row> documents(Paging paging, String list) {
        Cursor cursor = paging.cursor();
        BsonDocument wanted = cursor == null
                ? filter
                : both(filter, after(paging.marks(cursor, list, order.fields().size())));
        Batch<Row> rows = new Batch<>();
        try (MongoCursor<BsonDocument> found = find(wanted)
                .sort(order.sort())
                .skip(paging.skip())
                .limit(paging.fetch())
                .batchSize(FETCH)
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

    private static BsonDocument both(BsonDocument one, BsonDocument other) {
        return new BsonDocument("$and", new BsonArray(List.of(one, other)));
    }

    /** The condition that the documents behind a cursor's meet. */
    private BsonDocument after(List<@Nullable String> marks) {
        return order.after(Marks.values(marks, () -> again(marks)));
    }

    /** Reads the values of the document that the marks are of again, by its _id; empty if it is gone. */
    private List<@Nullable String> again(List<@Nullable String> marks) {
        String id = String.valueOf(marks.get(marks.size() - 1)).substring(1);
        BsonDocument document = find(order.again(id)).first();
        return document == null ? List.of() : order.values(document);
    }

    private FindIterable<BsonDocument> find(BsonDocument wanted) {
        return collection.find(wanted).maxTime(millis, MILLISECONDS);
    }

    /** Mongo knows how many documents there are, but not how many meet a condition. */
    private OptionalLong estimate() {
        return filter.isEmpty()
                ? OptionalLong.of(collection.estimatedDocumentCount(
                        new EstimatedDocumentCountOptions().maxTime(millis, MILLISECONDS)))
                : OptionalLong.empty();
    }
}
