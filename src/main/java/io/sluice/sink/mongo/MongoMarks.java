package io.sluice.sink.mongo;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOptions;
import io.sluice.flow.MongoAccess;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * The marks of pipelines, one document each in a collection of Sluice's own, beside the collections that they write. A mark
 * says up to which positions Mongo had everything when it was written, so in a Mongo that is restored from a backup it
 * goes back with the documents. Thread-safe.
 */
public final class MongoMarks {

    /** No sink can have it: their names have no dot. */
    static final String COLLECTION = "sluice.marks";

    private static final String TARGET = "target";
    private static final String NUMBER = "number";
    private static final String POSITIONS = "positions";

    private final MongoAccess access;

    public MongoMarks(MongoAccess access) {
        this.access = access;
    }

    /**
     * What Mongo had.
     *
     * @param target the collection of the pipeline
     * @param number greater than that of the mark before
     * @param positions by topic and partition, the offset up to which Mongo had everything
     */
    public record Mark(String target, long number, Map<String, Map<Integer, Long>> positions) {}

    /** The marks of those pipelines that have one, by their ids. */
    public Map<Long, Mark> of(Collection<Long> pipelineIds) {
        Map<Long, Mark> marks = new HashMap<>();
        for (Document found : collection().find(Filters.in("_id", pipelineIds))) {
            marks.put(found.getLong("_id"), mark(found));
        }
        return marks;
    }

    /** Of whichever pipelines, of this or another Postgres, that have written the collection. */
    public List<Mark> ofTarget(String target) {
        List<Mark> marks = new ArrayList<>();
        for (Document found : collection().find(Filters.eq(TARGET, target))) {
            marks.add(mark(found));
        }
        return marks;
    }

    /**
     * Puts a mark in the place of one.
     *
     * @param before the mark that was read; null if there was none
     * @return false if Mongo has another one by now, and keeps it
     */
    public boolean replace(long pipelineId, @Nullable Mark before, Mark next) {
        Document document = document(pipelineId, next);
        if (before != null) {
            return collection()
                            .replaceOne(
                                    Filters.and(Filters.eq("_id", pipelineId), Filters.eq(NUMBER, before.number())),
                                    document,
                                    new ReplaceOptions().upsert(false))
                            .getMatchedCount()
                    == 1;
        }
        try {
            collection().insertOne(document);
            return true;
        } catch (MongoWriteException e) {
            if (e.getError().getCategory() == ErrorCategory.DUPLICATE_KEY) {
                return false;
            }
            throw e;
        }
    }

    /** For a collection that is gone, or has another name now. */
    public void forget(String target) {
        collection().deleteMany(Filters.eq(TARGET, target));
    }

    private MongoCollection<Document> collection() {
        return MongoClients.database(access)
                .getCollection(COLLECTION)
                .withReadPreference(ReadPreference.primary())
                .withWriteConcern(WriteConcern.MAJORITY.withJournal(true));
    }

    /** Names of topics have dots, which would be a path in the name of a field. */
    private static Document document(long pipelineId, Mark mark) {
        List<Document> positions = new ArrayList<>();
        mark.positions()
                .forEach((topic, partitions) ->
                        partitions.forEach((partition, next) -> positions.add(new Document("topic", topic)
                                .append("partition", partition)
                                .append("next", next))));
        return new Document("_id", pipelineId)
                .append(TARGET, mark.target())
                .append(NUMBER, mark.number())
                .append(POSITIONS, positions);
    }

    private static Mark mark(Document found) {
        Map<String, Map<Integer, Long>> positions = new HashMap<>();
        for (Document each : found.getList(POSITIONS, Document.class)) {
            positions
                    .computeIfAbsent(each.getString("topic"), topic -> new TreeMap<>())
                    .put(each.getInteger("partition"), each.getLong("next"));
        }
        return new Mark(found.getString(TARGET), found.getLong(NUMBER), positions);
    }
}
