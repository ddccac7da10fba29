package io.sluice.stream.store.mongo.layout;

import java.nio.charset.StandardCharsets;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;
import org.bson.BsonType;
import org.bson.io.BasicOutputBuffer;
import org.bson.types.Decimal128;

/** The bytes of BSON's elements, by its specification (bsonspec.org). */
public final class Bson {

    private static final byte[][] INDEX_NAMES = new byte[256][];

    static {
        for (int i = 0; i < INDEX_NAMES.length; i++) {
            INDEX_NAMES[i] = name(Integer.toString(i));
        }
    }

    private Bson() {}

    /** An element's name as it stands in a document: UTF-8, ended by NUL. */
    public static byte[] name(String name) {
        return (name + '\0').getBytes(StandardCharsets.UTF_8);
    }

    /** The name of an array's element. */
    public static byte[] name(int index) {
        return index < INDEX_NAMES.length ? INDEX_NAMES[index] : name(Integer.toString(index));
    }

    public static void begin(BasicOutputBuffer out, BsonType type, byte[] name) {
        out.writeByte(type.getValue());
        out.writeBytes(name);
    }

    /** Opens a document or array; its result is for {@link #close}. */
    public static int open(BasicOutputBuffer out) {
        int start = out.getPosition();
        out.writeInt32(0);
        return start;
    }

    public static void close(BasicOutputBuffer out, int start) {
        out.writeByte(0);
        out.writeInt32(start, out.getPosition() - start);
    }

    public static void string(BasicOutputBuffer out, byte[] name, byte[] utf8) {
        begin(out, BsonType.STRING, name);
        out.writeInt32(utf8.length + 1);
        out.writeBytes(utf8);
        out.writeByte(0);
    }

    /** The same without a copy, where the text lies in an array as those of records do. */
    public static void string(BasicOutputBuffer out, byte[] name, UTF8String text) {
        if (!(text.getBaseObject() instanceof byte[] bytes)) {
            string(out, name, text.getBytes());
            return;
        }
        begin(out, BsonType.STRING, name);
        out.writeInt32(text.numBytes() + 1);
        out.writeBytes(bytes, (int) (text.getBaseOffset() - Platform.BYTE_ARRAY_OFFSET), text.numBytes());
        out.writeByte(0);
    }

    /** Begins a string whose parts follow; its result is for {@link #endString}. */
    public static int beginString(BasicOutputBuffer out, byte[] name) {
        begin(out, BsonType.STRING, name);
        return open(out);
    }

    public static void endString(BasicOutputBuffer out, int start) {
        out.writeByte(0);
        out.writeInt32(start, out.getPosition() - start - Integer.BYTES);
    }

    /** A number that is not negative, in decimal digits, as a part of a string. */
    public static void digits(BasicOutputBuffer out, long value) {
        if (value >= 10) {
            digits(out, value / 10);
        }
        out.writeByte((int) ('0' + value % 10));
    }

    public static void int32(BasicOutputBuffer out, byte[] name, int value) {
        begin(out, BsonType.INT32, name);
        out.writeInt32(value);
    }

    public static void int64(BasicOutputBuffer out, byte[] name, long value) {
        begin(out, BsonType.INT64, name);
        out.writeInt64(value);
    }

    public static void float64(BasicOutputBuffer out, byte[] name, double value) {
        begin(out, BsonType.DOUBLE, name);
        out.writeDouble(value);
    }

    public static void decimal128(BasicOutputBuffer out, byte[] name, Decimal128 value) {
        begin(out, BsonType.DECIMAL128, name);
        out.writeInt64(value.getLow());
        out.writeInt64(value.getHigh());
    }

    public static void bool(BasicOutputBuffer out, byte[] name, boolean value) {
        begin(out, BsonType.BOOLEAN, name);
        out.writeByte(value ? 1 : 0);
    }

    public static void date(BasicOutputBuffer out, byte[] name, long epochMillis) {
        begin(out, BsonType.DATE_TIME, name);
        out.writeInt64(epochMillis);
    }

    public static void binary(BasicOutputBuffer out, byte[] name, byte[] value) {
        begin(out, BsonType.BINARY, name);
        out.writeInt32(value.length);
        out.writeByte(0);
        out.writeBytes(value);
    }
}
