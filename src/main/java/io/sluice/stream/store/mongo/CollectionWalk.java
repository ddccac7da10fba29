package io.sluice.stream.store.mongo;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.store.StoreAudit.RowAt;
import io.sluice.stream.store.StoreAudit.Span;
import io.sluice.stream.store.StoreAudit.Visitor;
import io.sluice.stream.store.StoreAudit.Walk;
import io.sluice.stream.store.mongo.layout.DocumentLayout;
import io.sluice.stream.store.mongo.write.CollectionAudit;
import java.sql.Connection;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.BsonString;
import org.bson.RawBsonDocument;
import org.bson.conversions.Bson;

/**
 * Walks over the {@code _id}s of a collection in append mode, by its one index. They are in the order of text, in which 10
 * comes before 9, so that the offsets of a span are not beside each other; all of its topic and partition are looked at.
 */
record CollectionWalk(MongoAccess access, SinkSpec sink) implements Walk {

    private static final long serialVersionUID = 1L;
    private static final int AT_ONCE = 10_000;

    @Override
    public void each(Connection ledger, Collection<Span> spans, Visitor visitor) {
        Map<String, Span> byPrefix = new HashMap<>();
        spans.forEach(span -> byPrefix.put(span.topic() + "/" + span.partition(), span));
        if (byPrefix.isEmpty()) {
            return;
        }
        List<Bson> ranges = byPrefix.keySet().stream()
                .map(DocumentLayout.Ids::beginningWith)
                .map(ids -> Filters.and(
                        Filters.gte(DocumentLayout.ID, ids.from()), Filters.lt(DocumentLayout.ID, ids.to())))
                .toList();
        for (RawBsonDocument found : CollectionAudit.collection(MongoClients.database(access), sink)
                .find(Filters.or(ranges))
                .projection(Projections.include(DocumentLayout.ID))
                .batchSize(AT_ONCE)) {
            if (found.get(DocumentLayout.ID) instanceof BsonString id) {
                tell(id.getValue(), byPrefix, visitor);
            }
        }
    }

    /** Whatever is no position of these spans is not Sluice's. */
    private static void tell(String id, Map<String, Span> byPrefix, Visitor visitor) {
        int last = id.lastIndexOf('/');
        int middle = id.lastIndexOf('/', last - 1);
        Span span = middle < 0 ? null : byPrefix.get(id.substring(0, middle));
        long offset = span == null ? -1 : number(id, middle + 1, last);
        long ordinal = span == null ? -1 : number(id, last + 1, id.length());
        if (span != null && ordinal >= 0 && ordinal <= Integer.MAX_VALUE && span.contains(offset)) {
            visitor.visit(span.topic(), span.partition(), new RowAt(offset, (int) ordinal), List.of());
        }
    }

    /** A number in the only way in which Sluice writes it; -1 if it is none. */
    private static long number(String text, int from, int to) {
        boolean plain = to > from && to - from < 19 && (text.charAt(from) != '0' || to - from == 1);
        long value = 0;
        for (int i = from; plain && i < to; i++) {
            char digit = text.charAt(i);
            plain = digit >= '0' && digit <= '9';
            value = 10 * value + digit - '0';
        }
        return plain ? value : -1;
    }
}
