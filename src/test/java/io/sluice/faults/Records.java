package io.sluice.faults;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Makes the records: the n-th of a seed is always the same. */
final class Records {

    static final String PLAIN_TOPIC = "faults";
    static final String KEYED_TOPIC = "faults-keyed";
    static final int PARTITIONS = 4;
    static final int KEYS = 200;

    private static final int HUGE = 100_000;
    private static final String[] TEXTS = {
        "plain",
        "",
        "tab\\tand\\nline",
        "quote \\\" and \\\\ backslash",
        "\\\\N",
        "ünïcödé 漢字 \\ud83d\\ude00",
        "$set.a",
        "NULL"
    };

    private final long seed;

    Records(long seed) {
        this.seed = seed;
    }

    private Random random(long number, int salt) {
        return new Random((seed * 0x9E3779B97F4A7C15L) ^ (number * 0xC2B2AE3D27D4EB4FL) ^ salt);
    }

    ProducerRecord<byte[], byte[]> plain(long number) {
        Random random = random(number, 1);
        byte[] key = switch (random.nextInt(20)) {
            case 0, 1, 2, 3, 4 -> null;
            case 5 -> random.nextInt(10) == 0 ? huge("key ", random).getBytes(StandardCharsets.UTF_8) : bytes("");
            default -> bytes("k" + number % 100);
        };
        return decorated(PLAIN_TOPIC, random, key, plainValue(number, random));
    }

    /** About one in ten has one fault; none has two. */
    private static String plainValue(long id, Random random) {
        String text = TEXTS[random.nextInt(TEXTS.length)];
        String kind = "\"kind\":\"plain\"";
        String divisor = random.nextInt(8) == 0 ? "null" : Integer.toString(1 + random.nextInt(9));
        String code = random.nextInt(8) == 0 ? "null" : "\"" + (random.nextInt(2000) - 1000) + "\"";
        String items = items(1 + random.nextInt(3));
        String number = Long.toString(id);
        switch (random.nextInt(100)) {
            case 0 -> {
                return random.nextBoolean() ? "not json" : "{\"id\":" + id + ",\"kind\":\"pla";
            }
            case 1 -> {
                return "{\"id\":" + id + ",\"kind\":\"plain\",\"items\":[\"a\"]} junk";
            }
            case 2 -> number = "\"" + id + "\"";
            case 3 -> kind = random.nextBoolean() ? "\"other\":1" : "\"kind\":null";
            case 4 -> divisor = "0";
            case 5 -> code = "\"12x\"";
            case 6 -> text = "a\\u0000b";
            case 7 -> items = "[\"a\",\"n\\u0000l\",\"c\"]";
            case 8, 9 -> text = "refuse";
            case 10 -> {
                return null;
            }
            case 11, 12, 13, 14 -> kind = "\"kind\":\"skip\"";
            case 15, 16 -> items = random.nextBoolean() ? "[]" : "null";
            case 17 -> text = random.nextInt(6) == 0 ? huge("text ", random) : text;
            default -> {
                // as it is
            }
        }
        return "{\"id\":%s,%s,\"text\":\"%s\",\"d\":%s,\"code\":%s,\"items\":%s}"
                .formatted(number, kind, text, divisor, code, items);
    }

    private static String items(int count) {
        StringBuilder items = new StringBuilder("[");
        for (int i = 0; i < count; i++) {
            items.append(i == 0 ? "" : ",").append("\"item ").append(i).append('"');
        }
        return items.append(']').toString();
    }

    /** Keys repeat, also in other partitions, with versions in no order. */
    ProducerRecord<byte[], byte[]> keyed(long number) {
        Random random = random(number, 2);
        String key = "key " + random.nextInt(KEYS);
        String version = random.nextInt(20) == 0 ? "null" : Integer.toString(random.nextInt(500));
        String text = TEXTS[random.nextInt(TEXTS.length)];
        String divisor = Integer.toString(1 + random.nextInt(9));
        switch (random.nextInt(50)) {
            case 0 -> {
                return decorated(KEYED_TOPIC, random, bytes(key), "{\"k\":\"" + key + "\",");
            }
            case 1 -> {
                return decorated(KEYED_TOPIC, random, bytes(key), null);
            }
            case 2 -> divisor = "0";
            case 3 -> text = "a\\u0000b";
            // The newest of their keys for ever: only the newest row of a key in a batch is offered to Postgres.
            case 4 -> {
                key = "refused " + random.nextInt(KEYS);
                text = "refuse";
                version = Integer.toString(1_000_000 + random.nextInt(1000));
            }
            case 5 -> key = "refused " + random.nextInt(KEYS);
            default -> {
                // as it is
            }
        }
        String value = "{\"k\":\"%s\",\"v\":%s,\"text\":\"%s\",\"d\":%s}".formatted(key, version, text, divisor);
        return decorated(KEYED_TOPIC, random, bytes(key), value);
    }

    private static ProducerRecord<byte[], byte[]> decorated(String topic, Random random, byte[] key, String value) {
        var record = new ProducerRecord<>(topic, random.nextInt(PARTITIONS), key, value == null ? null : bytes(value));
        if (random.nextInt(4) == 0) {
            record.headers().add("trace", bytes("t" + random.nextInt(1000)));
            record.headers().add("trace", null);
            record.headers().add("\"ö\"", new byte[] {0, (byte) 0xFF});
        }
        return record;
    }

    private static String huge(String start, Random random) {
        StringBuilder text = new StringBuilder(HUGE).append(start);
        while (text.length() < HUGE) {
            text.append(random.nextLong());
        }
        return text.toString();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
