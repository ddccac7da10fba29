package io.sluice.stream.store.mongo;

import static io.sluice.stream.store.mongo.layout.DocumentLayout.source;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.store.StoreAudit.RowAt;
import io.sluice.stream.store.StoreAudit.Span;
import io.sluice.stream.store.StoreAudit.Visitor;
import io.sluice.stream.store.StoreAudit.Walk;
import io.sluice.stream.store.mongo.layout.DocumentLayout;
import io.sluice.stream.store.mongo.write.CollectionAudit;
import io.sluice.stream.store.mongo.write.KeyedCollectionAudit;
import java.sql.Connection;
import java.util.Collection;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;

/** Walks once over a collection in upsert mode, whose index is the one on its key, and tells of the documents of some topics. */
record KeyedCollectionWalk(MongoAccess access, SinkSpec sink) implements Walk {

    private static final long serialVersionUID = 1L;
    private static final int AT_ONCE = 5_000;

    @Override
    public void each(Connection ledger, Collection<Span> spans, Visitor visitor) {
        List<String> topics = spans.stream().map(Span::topic).distinct().toList();
        for (RawBsonDocument found : CollectionAudit.collection(MongoClients.database(access), sink)
                .find(Filters.in(source(DocumentLayout.TOPIC), topics))
                .projection(Projections.include(DocumentLayout.SOURCE))
                .batchSize(AT_ONCE)) {
            tell(found, visitor);
        }
    }

    /** Whatever has no position is not Sluice's. */
    private static void tell(RawBsonDocument found, Visitor visitor) {
        BsonDocument at = found.getDocument(DocumentLayout.SOURCE);
        if (isNumber(at, DocumentLayout.PARTITION)
                && isNumber(at, DocumentLayout.OFFSET)
                && isNumber(at, DocumentLayout.ORDINAL)) {
            visitor.visit(
                    at.getString(DocumentLayout.TOPIC).getValue(),
                    at.getNumber(DocumentLayout.PARTITION).intValue(),
                    new RowAt(
                            at.getNumber(DocumentLayout.OFFSET).longValue(),
                            at.getNumber(DocumentLayout.ORDINAL).intValue()),
                    KeyedCollectionAudit.key(found));
        }
    }

    private static boolean isNumber(BsonDocument document, String field) {
        return document.containsKey(field) && document.get(field).isNumber();
    }
}
