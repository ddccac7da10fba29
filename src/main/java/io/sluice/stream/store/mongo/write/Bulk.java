package io.sluice.stream.store.mongo.write;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoExecutionTimeoutException;
import com.mongodb.MongoOperationTimeoutException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoSocketReadTimeoutException;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.bson.RawBsonDocument;

/**
 * One unordered bulk, acknowledged by the majority and journalled. Counts in Mongo's answer are not used: only the
 * errors say what became of each document.
 */
final class Bulk {

    private static final InsertManyOptions UNORDERED_INSERT = new InsertManyOptions().ordered(false);
    private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);
    private static final ReplaceOptions UPSERT = new ReplaceOptions().upsert(true);

    private static final int MAX_TIME_EXPIRED = 50;
    /** How often a document alone must meet with the same before it is refused: a network may break by chance. */
    private static final int ALONE = 3;

    private final MongoCollection<RawBsonDocument> collection;
    private final Runnable ping;
    private final boolean isDiscreet;
    /** The most documents that Mongo is sent at once; less than a bulk has once it needed too long for that many. */
    private int most = Integer.MAX_VALUE;

    /** @param ping returns soon if Mongo answers at all, and throws if it does not */
    Bulk(MongoCollection<RawBsonDocument> collection, Runnable ping) {
        this(collection, ping, false);
    }

    /** @param isDiscreet whether no reason may quote a value of a document */
    Bulk(MongoCollection<RawBsonDocument> collection, Runnable ping, boolean isDiscreet) {
        this.collection = collection;
        this.ping = ping;
        this.isDiscreet = isDiscreet;
    }

    /** Inserts what has an {@code _id} that is not there yet. */
    Outcome insert(List<Pending> documents) {
        return run(documents, batch -> collection.insertMany(raw(batch), UNORDERED_INSERT));
    }

    /**
     * Replaces what is older. Where the stored document is not older the filter finds nothing, Mongo tries to insert,
     * and the {@code _id} is taken: that is how a newer one shows.
     */
    Outcome replaceOlder(List<Pending> documents) {
        return run(
                documents,
                batch -> collection.bulkWrite(
                        batch.stream().map(Bulk::replacement).toList(), UNORDERED));
    }

    private static List<RawBsonDocument> raw(List<Pending> documents) {
        return documents.stream().map(Pending::document).toList();
    }

    private static ReplaceOneModel<RawBsonDocument> replacement(Pending pending) {
        return new ReplaceOneModel<>(
                and(eq("_id", pending.id()), pending.precedence().older()), pending.document(), UPSERT);
    }

    /**
     * Sends again what Mongo did not say enough of; the bulk is smaller then, so that it says more. So is one for which
     * Mongo had not the time: what it has written of that meanwhile, it finds there.
     */
    private Outcome run(List<Pending> documents, Consumer<List<Pending>> command) {
        Outcome outcome = new Outcome(new ArrayList<>(), new ArrayList<>());
        List<Pending> open = documents;
        while (!open.isEmpty()) {
            List<Pending> now = open.subList(0, Math.min(most, open.size()));
            List<Pending> again = new ArrayList<>();
            try {
                command.accept(now);
            } catch (MongoException e) {
                if (isOutOfTime(e)) {
                    halve(now.size(), e);
                    continue;
                }
                if (mayBeOfADocument(e)) {
                    outcome.add(isolate(now, e, command));
                    open = open.subList(now.size(), open.size());
                    continue;
                }
                if (!(e instanceof MongoBulkWriteException failure)) {
                    throw e;
                }
                sort(now, failure, outcome, again);
                if (again.size() == now.size()) {
                    throw e;
                }
            }
            again.addAll(open.subList(now.size(), open.size()));
            open = again;
        }
        return outcome;
    }

    private void halve(int tooMany, MongoException failure) {
        if (tooMany == 1) {
            throw failure;
        }
        // A server that does not answer at all is not helped by less work.
        ping.run();
        most = tooMany / 2;
    }

    /**
     * Finds the documents for which Mongo breaks the connection off or refuses all of a bulk, so that the others land. A
     * document is refused only if that happened to it alone each time, while Mongo answered everything else.
     */
    private Outcome isolate(List<Pending> documents, MongoException failure, Consumer<List<Pending>> command) {
        ping.run();
        Outcome outcome = new Outcome(new ArrayList<>(), new ArrayList<>());
        if (documents.size() > 1) {
            int middle = documents.size() / 2;
            outcome.add(run(documents.subList(0, middle), command));
            outcome.add(run(documents.subList(middle, documents.size()), command));
            return outcome;
        }
        MongoException last = failure;
        for (int attempt = 1; attempt < ALONE; attempt++) {
            try {
                return once(documents, command);
            } catch (MongoException e) {
                if (!mayBeOfADocument(e)) {
                    throw e;
                }
                last = e;
                ping.run();
            }
        }
        outcome.refused().add(new Refused(documents.get(0), WriteError.reason(last, isDiscreet)));
        return outcome;
    }

    private Outcome once(List<Pending> documents, Consumer<List<Pending>> command) {
        Outcome outcome = new Outcome(new ArrayList<>(), new ArrayList<>());
        try {
            command.accept(documents);
        } catch (MongoBulkWriteException e) {
            List<Pending> unclear = new ArrayList<>();
            sort(documents, e, outcome, unclear);
            if (!unclear.isEmpty()) {
                throw e;
            }
        }
        return outcome;
    }

    private static boolean mayBeOfADocument(MongoException failure) {
        return failure instanceof MongoSocketException
                || (failure instanceof MongoCommandException command
                        && WriteError.isOfDocuments(command.getErrorCode()));
    }

    private static boolean isOutOfTime(MongoException failure) {
        return failure instanceof MongoOperationTimeoutException
                || failure instanceof MongoSocketReadTimeoutException
                || failure instanceof MongoExecutionTimeoutException
                || (failure instanceof MongoBulkWriteException bulk
                        && bulk.getWriteErrors().stream().anyMatch(error -> error.getCode() == MAX_TIME_EXPIRED));
    }

    private void sort(
            List<Pending> documents, MongoBulkWriteException failure, Outcome outcome, List<Pending> unclear) {
        if (failure.getWriteConcernError() != null) {
            throw failure;
        }
        for (BulkWriteError error : failure.getWriteErrors()) {
            Pending pending = documents.get(error.getIndex());
            switch (WriteError.of(error, collection.getNamespace())) {
                case ID_TAKEN -> outcome.taken().add(pending);
                case REFUSAL -> outcome.refused().add(new Refused(pending, WriteError.reason(error, isDiscreet)));
                case UNCLEAR -> unclear.add(pending);
                case SERVER -> throw failure;
            }
        }
    }

    /** What Mongo did not write. */
    record Outcome(List<Pending> taken, List<Refused> refused) {

        private void add(Outcome part) {
            taken.addAll(part.taken);
            refused.addAll(part.refused);
        }
    }

    /** A document that Mongo cannot hold, and why. */
    record Refused(Pending pending, String reason) {}
}
