package io.sluice.embedded.mongo;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.bson.BsonDecoder;
import de.bwaldvogel.mongo.wire.bson.BsonEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.ObjectDataType;

/**
 * Documents on disk, as BSON. H2 by itself serializes them as Java objects, which takes several times as long, most of all to
 * read, and it reads all documents of a page to find one. Those that were written so can still be read.
 */
final class StoredDocuments extends ObjectDataType {

    /** Begins a document; H2 itself uses smaller numbers. */
    private static final byte BSON = 125;

    /** How much more a document takes in memory than in BSON, roughly. */
    private static final int SPREAD = 4;

    private static final int WEIGHT = 16;

    /** Of the documents that were read and written last, in memory; threads may miss changes of each other. */
    private int averageBytes = 2_000;

    @Override
    public void write(WriteBuffer out, Object value) {
        if (value instanceof Document document) {
            ByteBuf bson = Unpooled.buffer();
            BsonEncoder.encodeDocument(document, bson);
            note(bson.readableBytes());
            out.put(BSON).put(bson.nioBuffer());
        } else {
            super.write(out, value);
        }
    }

    @Override
    public Object read(ByteBuffer in) {
        if (in.get(in.position()) != BSON) {
            return super.read(in);
        }
        in.get();
        ByteBuf bson = Unpooled.wrappedBuffer(in);
        Document document = BsonDecoder.decodeBson(bson);
        note(bson.readerIndex());
        in.position(in.position() + bson.readerIndex());
        return document;
    }

    @Override
    public int getMemory(Object value) {
        return value instanceof Document ? averageBytes : super.getMemory(value);
    }

    private void note(int bytes) {
        averageBytes += (SPREAD * bytes - averageBytes) / WEIGHT;
    }
}
