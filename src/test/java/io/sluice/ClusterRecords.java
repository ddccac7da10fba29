package io.sluice;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Records of every type that a pipeline knows, among them some that are filtered and some that fail at every stage. */
final class ClusterRecords {

    static final String SCHEMA = "id INT NOT NULL, t STRING, b BOOLEAN, l BIGINT, f FLOAT, d DOUBLE, n DECIMAL(20,6),"
            + " day DATE, at TIMESTAMP, local TIMESTAMP_NTZ, x BINARY, list ARRAY<STRING>, s STRUCT<a: INT, b: STRING>,"
            + " m MAP<STRING, BIGINT>";

    /** Several rows for a record, and an error for each whose {@code l} is 0. */
    static final String TRANSFORM = "SELECT id, upper(t) AS t, b, l, 1000 div l AS share, f, d, round(n, 2) AS n,"
            + " date_add(day, 1) AS day, at, date_format(at, 'yyyy-MM-dd HH') AS hour, local, x, s, m, word,"
            + " regexp_replace(t, '[aeiou]', '_') AS bare, _partition AS p, _offset AS o, _timestamp AS seen"
            + " FROM source LATERAL VIEW OUTER explode(list) w AS word WHERE id % 10 <> 3";

    private static final String LETTERS = "abcdefghij äöü€ 漢字 \\\" \\\\ \\n";

    private ClusterRecords() {}

    static List<String> of(int count, long seed) {
        Random random = new Random(seed);
        List<String> records = new ArrayList<>();
        for (int id = 0; id < count; id++) {
            records.add(
                    switch (id % 25) {
                        case 7 -> "not json " + id;
                        case 14 -> "{\"id\":" + id + ",\"t\":\"n\\u0000l\",\"l\":5}";
                        case 21 -> "{\"id\":" + id + ",\"l\":0}";
                        default -> record(id, random);
                    });
        }
        return records;
    }

    private static String record(int id, Random random) {
        return String.format(
                Locale.ROOT,
                "{\"id\":%d,\"t\":\"%s\",\"b\":%b,\"l\":%d,\"f\":%s,\"d\":%s,\"n\":%d.%06d,\"day\":\"20%02d-0%d-1%d\","
                        + "\"at\":\"20%02d-03-04T05:06:07.%06dZ\",\"local\":\"19%02d-03-04T05:06:07\",\"x\":\"AAECAw==\","
                        + "\"list\":[\"%s\",\"%d\"],\"s\":{\"a\":%d,\"b\":\"%s\"},\"m\":{\"k%d\":%d,\"z\":-1}}",
                id,
                text(random),
                random.nextBoolean(),
                1 + random.nextInt(Integer.MAX_VALUE - 1),
                random.nextFloat(),
                random.nextGaussian() * 1e9,
                random.nextInt(1_000_000),
                random.nextInt(1_000_000),
                random.nextInt(90) + 10,
                1 + random.nextInt(9),
                random.nextInt(10),
                random.nextInt(90) + 10,
                random.nextInt(1_000_000),
                random.nextInt(90) + 10,
                text(random),
                id,
                random.nextInt(),
                text(random),
                id,
                random.nextLong());
    }

    /** Whole escapes only: the alphabet is cut at its blanks. */
    private static String text(Random random) {
        String[] parts = LETTERS.split(" ");
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i >= 0; i--) {
            text.append(parts[random.nextInt(parts.length)]);
        }
        return text.toString();
    }
}
