package io.sluice.bench;

import java.nio.charset.StandardCharsets;

/** The records that the benchmarks move: JSON of about 230 bytes in the shape of the demonstration. */
final class QuoteRecords {

    private QuoteRecords() {}

    static String quote(int i) {
        return "The " + i
                + "th barrel of the year always tastes of the river, says everybody who never went down to it";
    }

    static String character(int i) {
        return "Miller " + i % 97;
    }

    static String image(int i) {
        return "https://example.org/pictures/miller-" + i % 97 + ".png";
    }

    static String direction(int i) {
        return i % 2 == 0 ? "Left" : "Right";
    }

    static byte[] json(int i) {
        return ("{\"quote\":\"" + quote(i) + "\",\"character\":\"" + character(i) + "\",\"image\":\"" + image(i)
                        + "\",\"characterDirection\":\"" + direction(i) + "\"}")
                .getBytes(StandardCharsets.UTF_8);
    }
}
