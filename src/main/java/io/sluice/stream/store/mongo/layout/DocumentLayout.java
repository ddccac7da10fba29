package io.sluice.stream.store.mongo.layout;

/**
 * Where things stand in the documents of a sink, for those who write them and for those who read them back: the {@code
 * _id}, the output columns, and the source position in a document of its own.
 */
public final class DocumentLayout {

    /** The name of the source position in append mode, and of the key in upsert mode. */
    public static final String ID = "_id";

    /** The document with the source position, whose fields are the ones below. */
    public static final String SOURCE = "_source";

    public static final String TOPIC = "topic";
    public static final String PARTITION = "partition";
    public static final String OFFSET = "offset";
    public static final String ORDINAL = "ordinal";
    public static final String TIMESTAMP = "timestamp";

    /** The version in full precision; only where the sink has a version column. */
    public static final String VERSION = "version";

    /** What a Decimal128 holds without rounding; a decimal with more digits is text. */
    public static final int DECIMAL128_DIGITS = 34;

    private DocumentLayout() {}

    /** The path of a field of {@link #SOURCE}, as queries name it. */
    public static String source(String field) {
        return SOURCE + "." + field;
    }

    /**
     * The {@code _id}s in append mode that begin with a topic, or with a topic, a partition and an offset, separated by
     * slashes.
     *
     * @param from the first that can be
     * @param to the first behind them: the character 0 follows the slash
     */
    public record Ids(String from, String to) {

        public static Ids beginningWith(String position) {
            return new Ids(position + "/", position + "0");
        }
    }
}
