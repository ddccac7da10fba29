package io.sluice.stream.store.mongo;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoWriteException;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOptions;
import io.sluice.stream.flow.Offsets;
import io.sluice.stream.store.Marks;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * The marks of pipelines, one document each in a collection of Sluice's own, beside the collections that they write.
 * Thread-safe.
 */
public final class MongoMarks implements Marks {

    /** No sink can have it: their names have no dot. */
    static final String COLLECTION = "sluice.marks";

    private static final String TARGET = "target";
    private static final String NUMBER = "number";
    private static final String POSITIONS = "positions";
    private static final String BEFORE = "before";
    private static final String DEFINITION = "definition";

    private static final int COMMAND_NOT_FOUND = 59;
    private static final long CONFIRM_SECONDS = 10;

    /** A server that stands alone, or a service that knows no such question: 72, 115, 123, 148. */
    private static final Set<Integer> WITHOUT_ELECTIONS = Set.of(72, 115, 123, 148);

    private final MongoAccess access;

    public MongoMarks(MongoAccess access) {
        this.access = access;
    }

    @Override
    public Map<Long, Mark> of(Collection<Long> pipelineIds) {
        Map<Long, Mark> marks = new HashMap<>();
        for (Document found : collection().find(Filters.in("_id", pipelineIds))) {
            marks.put(found.getLong("_id"), mark(found));
        }
        return marks;
    }

    /** Has a majority confirm it: in an election, a former primary may still answer with what it had. */
    @Override
    public Optional<Mark> newest(long pipelineId) {
        Bson id = Filters.eq("_id", pipelineId);
        try {
            return Optional.ofNullable(collection()
                            .withReadConcern(ReadConcern.LINEARIZABLE)
                            .withTimeout(CONFIRM_SECONDS, TimeUnit.SECONDS)
                            .find(id)
                            .first())
                    .map(MongoMarks::mark);
        } catch (MongoCommandException e) {
            if (!WITHOUT_ELECTIONS.contains(e.getErrorCode())) {
                throw e;
            }
            return Optional.ofNullable(collection().find(id).first()).map(MongoMarks::mark);
        }
    }

    @Override
    public String server() {
        try {
            return hello();
        } catch (MongoSocketException e) {
            // The connection was one to a process that has ended since.
            return hello();
        }
    }

    private String hello() {
        try {
            Document version = MongoClients.database(access)
                    .runCommand(new Document("hello", 1))
                    .get("topologyVersion", Document.class);
            return version == null ? "" : String.valueOf(version.get("processId"));
        } catch (MongoCommandException e) {
            if (e.getErrorCode() != COMMAND_NOT_FOUND) {
                throw e;
            }
            return "";
        }
    }

    @Override
    public List<Mark> ofTarget(String target) {
        List<Mark> marks = new ArrayList<>();
        for (Document found : collection().find(Filters.eq(TARGET, target))) {
            marks.add(mark(found));
        }
        return marks;
    }

    @Override
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

    @Override
    public void forget(long pipelineId) {
        collection().deleteOne(Filters.eq("_id", pipelineId));
    }

    @Override
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
        return new Document("_id", pipelineId)
                .append(TARGET, mark.target())
                .append(NUMBER, mark.number())
                .append(POSITIONS, list(mark.positions()))
                .append(BEFORE, list(mark.before()))
                .append(DEFINITION, mark.definition());
    }

    private static List<Document> list(Offsets positions) {
        List<Document> list = new ArrayList<>();
        positions.forEach((topic, partition, next) -> list.add(
                new Document("topic", topic).append("partition", partition).append("next", next)));
        return list;
    }

    /** Marks from before Sluice noted their definition have none, and no positions before. */
    private static Mark mark(Document found) {
        return new Mark(
                found.getString(TARGET),
                found.getLong(NUMBER),
                positions(found, POSITIONS),
                positions(found, BEFORE),
                found.get(DEFINITION, ""));
    }

    private static Offsets positions(Document found, String field) {
        Offsets.Builder positions = new Offsets.Builder();
        for (Document each : found.getList(field, Document.class, List.of())) {
            positions.put(each.getString("topic"), each.getInteger("partition"), each.getLong("next"));
        }
        return positions.build();
    }
}
