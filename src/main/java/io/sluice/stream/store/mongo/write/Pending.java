package io.sluice.stream.store.mongo.write;

import io.sluice.stream.flow.SourceRecord;
import java.util.Objects;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;

/** A document on its way to Mongo, with what is needed to name it if Mongo refuses it. */
record Pending(SourceRecord record, int ordinal, RawBsonDocument document, Precedence precedence) {

    BsonValue id() {
        return Objects.requireNonNull(document.get("_id"));
    }

    int bytes() {
        return document.getByteBuffer().remaining();
    }
}
