package io.sluice.bench;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One way to be large.
 *
 * @param pipelines at once, each on a topic of its own; the records are divided among them
 * @param columns of the schema
 * @param value of the record of this number
 */
record Load(String label, int pipelines, int partitions, int columns, String schema, IntFunction<byte[]> value) {

    /** More bytes for each record mean fewer records, so that no topic is larger than a gigabyte for a million. */
    private static final int BYTES_PER_RECORD = 1_000;

    private static final int PARTITIONS = 4;
    private static final int QUOTE_COLUMNS = 4;
    private static final String QUOTE =
            "quote STRING NOT NULL, character STRING NOT NULL, image STRING, characterDirection STRING";
    private static final String[] TYPES = {"STRING", "INT", "DOUBLE", "BOOLEAN", "BIGINT"};
    private static final String NOISE = noise(1 << 16);

    static Load pipelines(int pipelines) {
        return new Load(count(pipelines, "pipeline"), pipelines, PARTITIONS, QUOTE_COLUMNS, QUOTE, QuoteRecords::json);
    }

    static Load partitions(int partitions) {
        return new Load(count(partitions, "partition"), 1, partitions, QUOTE_COLUMNS, QUOTE, QuoteRecords::json);
    }

    private static String count(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    /** A quote so long, in text that Postgres cannot compress. */
    static Load size(int bytes) {
        int more = Math.max(0, bytes - QuoteRecords.json(0).length);
        return new Load("records of " + bytes + " B", 1, PARTITIONS, QUOTE_COLUMNS, QUOTE, i -> longer(i, more));
    }

    /** Texts, numbers and booleans in turn. */
    static Load columns(int columns) {
        String schema = IntStream.range(0, columns)
                .mapToObj(column -> "c" + column + " " + TYPES[column % TYPES.length])
                .collect(Collectors.joining(", "));
        return new Load(columns + " columns", 1, PARTITIONS, columns, schema, i -> wide(i, columns));
    }

    private static byte[] longer(int i, int more) {
        int from = (int) (i * 31L % (NOISE.length() - more));
        String json = new String(QuoteRecords.json(i), StandardCharsets.UTF_8);
        return json.replace("\"quote\":\"", "\"quote\":\"" + NOISE.substring(from, from + more))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] wide(int i, int columns) {
        StringBuilder json = new StringBuilder("{");
        for (int column = 0; column < columns; column++) {
            json.append(column == 0 ? "\"c" : ",\"c").append(column).append("\":");
            switch (TYPES[column % TYPES.length]) {
                case "STRING" -> json.append("\"barrel ").append(i + column).append('"');
                case "DOUBLE" -> json.append((i + column) % 1000).append(".25");
                case "BOOLEAN" -> json.append((i + column) % 2 == 0);
                default -> json.append(i + column);
            }
        }
        return json.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String noise(int length) {
        return new Random(1)
                .ints(length, 0, 62)
                .mapToObj(i ->
                        Character.toString("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".charAt(i)))
                .collect(Collectors.joining());
    }

    /** Of a record in the middle. */
    int bytes() {
        return value.apply(5_000).length;
    }

    /** How many records each pipeline drains, if this many small ones are asked for over all. */
    int recordsEach(int asked) {
        return (int) Math.min(asked, (long) asked * BYTES_PER_RECORD / bytes()) / pipelines;
    }

    /** For names of topics and tables. */
    String id() {
        return "growth_" + label.toLowerCase(Locale.ROOT).replaceAll("\\W+", "_");
    }
}
