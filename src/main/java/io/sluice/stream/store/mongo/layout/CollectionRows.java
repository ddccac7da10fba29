package io.sluice.stream.store.mongo.layout;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.or;

import com.mongodb.MongoExecutionTimeoutException;
import com.mongodb.MongoOperationTimeoutException;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoCollection;
import io.sluice.stream.flow.SinkSpec.WriteMode;
import io.sluice.stream.store.OwnRows;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/** The documents of a collection, by the topics that their positions are in. */
public record CollectionRows(MongoCollection<Document> collection, WriteMode mode) {

    private static final String TOPIC = DocumentLayout.source(DocumentLayout.TOPIC);
    private static final int COUNT_SECONDS = 5;
    private static final int REMOVE_MINUTES = 10;

    /** Of a collection that held none of {@link OwnRows#topics} when it was found: its time says nothing more here. */
    public OptionalLong count(@Nullable OwnRows own) {
        try {
            MongoCollection<Document> brief = collection.withTimeout(COUNT_SECONDS, TimeUnit.SECONDS);
            return OptionalLong.of(own == null ? brief.countDocuments() : brief.countDocuments(of(own.topics())));
        } catch (MongoOperationTimeoutException | MongoExecutionTimeoutException e) {
            return OptionalLong.empty();
        }
    }

    public boolean mayHold(List<String> topics) {
        try {
            MongoCollection<Document> brief = collection.withTimeout(COUNT_SECONDS, TimeUnit.SECONDS);
            return brief.find(of(topics)).first() != null;
        } catch (MongoOperationTimeoutException | MongoExecutionTimeoutException e) {
            return true;
        }
    }

    public void remove(OwnRows own) {
        collection
                .withTimeout(REMOVE_MINUTES, TimeUnit.MINUTES)
                .withWriteConcern(WriteConcern.MAJORITY.withJournal(true))
                .deleteMany(of(own.topics()));
    }

    /**
     * In append mode by {@code _id}; in upsert mode that is the key, so all documents are looked at.
     */
    private Bson of(List<String> topics) {
        return mode == WriteMode.UPSERT
                ? in(TOPIC, topics)
                : or(topics.stream()
                        .map(DocumentLayout.Ids::beginningWith)
                        .map(ids ->
                                and(gte(DocumentLayout.ID, ids.from()), lt(DocumentLayout.ID, ids.to()), exists(TOPIC)))
                        .toList());
    }
}
