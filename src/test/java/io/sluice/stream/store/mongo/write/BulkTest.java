package io.sluice.stream.store.mongo.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoOperationTimeoutException;
import com.mongodb.MongoSocketReadException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.ServerAddress;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.InsertManyOptions;
import io.sluice.stream.store.mongo.MongoClients;
import io.sluice.stream.store.mongo.MongoSink;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class BulkTest {

    @Test
    @DisplayName("Errors whose message Mongo leaves out, because there are many, are asked for again")
    void manyErrors() {
        MongoSink sink = new MongoSink("n BIGINT");
        sink.write(LongStream.range(0, 50).mapToObj(n -> MongoSink.line(n, n)).toList());
        List<Pending> again =
                LongStream.range(0, 60).mapToObj(BulkTest::pending).toList();

        Bulk.Outcome outcome = new Bulk(tellingOnly(7, sink), () -> {}).insert(again);

        assertThat(outcome.refused()).isEmpty();
        assertThat(outcome.taken()).hasSize(50).containsExactlyInAnyOrderElementsOf(again.subList(0, 50));
        assertThat(sink.collection().countDocuments()).isEqualTo(60);
    }

    @Test
    @DisplayName("A server that never says what is wrong fails the task, and refuses nothing")
    void neverSaid() {
        MongoSink sink = new MongoSink("n BIGINT");
        sink.write(MongoSink.line(0, 0L));
        Bulk bulk = new Bulk(tellingOnly(0, sink), () -> {});

        assertThatThrownBy(() -> bulk.insert(List.of(pending(0)))).isInstanceOf(MongoBulkWriteException.class);
    }

    @Test
    @DisplayName(
            "A bulk for which Mongo has not the time is halved until it has, and not tried again as large as before")
    void outOfTime() {
        MongoSink sink = new MongoSink("n BIGINT");
        List<Integer> sizes = new ArrayList<>();
        List<Pending> documents =
                LongStream.range(0, 100).mapToObj(BulkTest::pending).toList();
        Bulk bulk = new Bulk(inTimeUpTo(30, sizes, sink), () -> {});

        assertThat(bulk.insert(documents).refused()).isEmpty();
        assertThat(bulk.insert(documents.subList(0, 40)).taken()).hasSize(40);

        assertThat(sizes).containsExactly(100, 50, 25, 25, 25, 25, 25, 15);
        assertThat(sink.collection().countDocuments()).isEqualTo(100);
    }

    @Test
    @DisplayName("A server that answers nothing at all fails the task at once")
    void answersNothing() {
        MongoSink sink = new MongoSink("n BIGINT");
        List<Integer> sizes = new ArrayList<>();
        List<Pending> documents =
                LongStream.range(0, 100).mapToObj(BulkTest::pending).toList();
        Bulk bulk = new Bulk(inTimeUpTo(1, sizes, sink), () -> {
            throw new MongoTimeoutException("no server");
        });

        assertThatThrownBy(() -> bulk.insert(documents)).isInstanceOf(MongoTimeoutException.class);
        assertThat(sizes).containsExactly(100);
    }

    @Test
    @DisplayName("A document for which Mongo breaks the connection off is refused alone, and its neighbours land")
    void breaksOff() {
        MongoSink sink = new MongoSink("n BIGINT");
        AtomicInteger pings = new AtomicInteger();
        List<Pending> documents =
                LongStream.range(0, 100).mapToObj(BulkTest::pending).toList();
        MongoCollection<RawBsonDocument> breaking = failingFor(
                Set.of(13, 77),
                sink,
                new MongoSocketReadException("Prematurely reached end of stream", new ServerAddress()));

        Bulk.Outcome outcome = new Bulk(breaking, pings::incrementAndGet).insert(documents);

        assertThat(outcome.refused())
                .extracting(refused -> refused.pending().record().offset() + ": " + refused.reason())
                .containsExactlyInAnyOrder(
                        "13: Mongo breaks off the connection whenever it is sent this document",
                        "77: Mongo breaks off the connection whenever it is sent this document");
        assertThat(sink.collection().countDocuments()).isEqualTo(98);
        assertThat(pings.get()).isBetween(2, 40);
    }

    @Test
    @DisplayName("Where fields are masked, the reason quotes no value of the document")
    void discreet() {
        MongoSink sink = new MongoSink("n BIGINT");
        BsonDocument answer = new BsonDocument("ok", new BsonInt32(0))
                .append("code", new BsonInt32(15))
                .append("errmsg", new BsonString("not s3cret"));
        Bulk bulk = new Bulk(
                failingFor(Set.of(0), sink, new MongoCommandException(answer, new ServerAddress())), () -> {}, true);

        assertThat(bulk.insert(List.of(pending(0), pending(1))).refused())
                .singleElement()
                .extracting(Bulk.Refused::reason)
                .isEqualTo("Mongo refused the document (code 15); what it says may quote what is masked");

        BulkWriteError taken = new BulkWriteError(
                11000,
                "E11000 duplicate key error collection: d.things index: email_1 dup key: { email: \"s3cret\" }",
                new BsonDocument("value", new BsonString("s3cret")),
                0);
        assertThat(WriteError.reason(taken, true))
                .contains("code 11000, index email_1")
                .doesNotContain("s3cret");
        assertThat(WriteError.reason(taken, false)).contains("s3cret");
    }

    @Test
    @DisplayName("A bulk that Mongo refuses as a whole for one document leaves that document out")
    void refusedAsAWhole() {
        MongoSink sink = new MongoSink("n BIGINT");
        BsonDocument answer = new BsonDocument("ok", new BsonInt32(0))
                .append("code", new BsonInt32(15))
                .append("errmsg", new BsonString("nested too deep"));
        Bulk bulk =
                new Bulk(failingFor(Set.of(0), sink, new MongoCommandException(answer, new ServerAddress())), () -> {});

        Bulk.Outcome outcome = bulk.insert(List.of(pending(0), pending(1), pending(2)));

        assertThat(outcome.refused())
                .singleElement()
                .extracting(Bulk.Refused::reason)
                .isEqualTo("Mongo refused the document: nested too deep");
        assertThat(sink.collection().countDocuments()).isEqualTo(2);
    }

    @Test
    @DisplayName("A server that went away with the connection fails the task, and refuses nothing")
    void wentAway() {
        MongoSink sink = new MongoSink("n BIGINT");
        Bulk bulk =
                new Bulk(failingFor(Set.of(0), sink, new MongoSocketReadException("gone", new ServerAddress())), () -> {
                    throw new MongoTimeoutException("no server");
                });
        assertThatThrownBy(() -> bulk.insert(List.of(pending(0)))).isInstanceOf(MongoTimeoutException.class);
    }

    /** The collection, by a server that fails whenever one of these numbers is among the documents. */
    @SuppressWarnings("unchecked")
    private static MongoCollection<RawBsonDocument> failingFor(
            Set<Integer> numbers, MongoSink sink, MongoException how) {
        MongoCollection<RawBsonDocument> real =
                MongoClients.database(sink.access).getCollection(sink.spec.target(), RawBsonDocument.class);
        return (MongoCollection<RawBsonDocument>) Proxy.newProxyInstance(
                BulkTest.class.getClassLoader(), new Class<?>[] {MongoCollection.class}, (proxy, method, arguments) -> {
                    try {
                        if (method.getName().equals("insertMany")
                                && ((List<RawBsonDocument>) arguments[0])
                                        .stream()
                                                .anyMatch(d -> numbers.contains(
                                                        d.getNumber("n").intValue()))) {
                            throw how;
                        }
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /** The collection, by a server that needs too long for more documents, but writes some of them. */
    @SuppressWarnings("unchecked")
    private static MongoCollection<RawBsonDocument> inTimeUpTo(int most, List<Integer> sizes, MongoSink sink) {
        MongoCollection<RawBsonDocument> real =
                MongoClients.database(sink.access).getCollection(sink.spec.target(), RawBsonDocument.class);
        return (MongoCollection<RawBsonDocument>) Proxy.newProxyInstance(
                BulkTest.class.getClassLoader(), new Class<?>[] {MongoCollection.class}, (proxy, method, arguments) -> {
                    try {
                        if (method.getName().equals("insertMany")) {
                            List<RawBsonDocument> documents = (List<RawBsonDocument>) arguments[0];
                            sizes.add(documents.size());
                            if (documents.size() > most) {
                                real.insertMany(documents.subList(0, most), new InsertManyOptions().ordered(false));
                                throw new MongoOperationTimeoutException("out of time");
                            }
                        }
                        return method.invoke(real, arguments);
                    } catch (MongoBulkWriteException e) {
                        throw new MongoOperationTimeoutException("out of time");
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static Pending pending(long offset) {
        BsonDocument source = new BsonDocument("topic", new BsonString("t")).append("partition", new BsonInt32(0));
        BsonDocument document = new BsonDocument("_id", new BsonString("t/0/" + offset + "/0"))
                .append("n", new BsonInt64(offset))
                .append("_source", source);
        return new Pending(
                MongoSink.record("t", 0, offset),
                0,
                new RawBsonDocument(document, new BsonDocumentCodec()),
                Precedence.of(null, MongoSink.record("t", 0, offset), 0));
    }

    /** The collection, by a server that gives only so many messages in one answer. */
    @SuppressWarnings("unchecked")
    private static MongoCollection<RawBsonDocument> tellingOnly(int messages, MongoSink sink) {
        MongoCollection<RawBsonDocument> real =
                MongoClients.database(sink.access).getCollection(sink.spec.target(), RawBsonDocument.class);
        return (MongoCollection<RawBsonDocument>) Proxy.newProxyInstance(
                BulkTest.class.getClassLoader(), new Class<?>[] {MongoCollection.class}, (proxy, method, arguments) -> {
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause() instanceof MongoBulkWriteException failure
                                ? shortened(failure, messages)
                                : e.getCause();
                    }
                });
    }

    private static MongoBulkWriteException shortened(MongoBulkWriteException failure, int messages) {
        List<BulkWriteError> errors = new ArrayList<>();
        for (BulkWriteError error : failure.getWriteErrors()) {
            String message = errors.size() < messages ? error.getMessage() : "";
            errors.add(new BulkWriteError(error.getCode(), message, error.getDetails(), error.getIndex()));
        }
        return new MongoBulkWriteException(
                failure.getWriteResult(), errors, null, failure.getServerAddress(), failure.getErrorLabels());
    }
}
