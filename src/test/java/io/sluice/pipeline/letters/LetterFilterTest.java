package io.sluice.pipeline.letters;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.results.Shelf;
import io.sluice.stream.flow.SinkSpec.WriteMode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

@DisplayName("Of dead letters with odd text")
class LetterFilterTest {

    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final List<String> STAGES = List.of("decode", "transform", "postgres", "mongo");
    private static final List<String> PIECES = List.of(
            "a", "b", "100%", "_", "\\", "'", "\"", "*", "<img src=x onerror=alert(1)>", "é", "😀", "aab", "%_");

    private static Shelf shelf;
    private static List<Letter> letters;

    private record Letter(
            String topic,
            int partition,
            long offset,
            String stage,
            String reason,
            byte[] key,
            byte[] value,
            Instant at) {

        String id() {
            return topic + "/" + partition + "/" + offset + "/" + stage;
        }

        boolean meets(Map<String, String> filter) {
            return filter.entrySet().stream().allMatch(each -> meets(each.getKey(), each.getValue()));
        }

        private boolean meets(String name, String wanted) {
            return switch (name) {
                case "stage" -> stage.equals(wanted);
                case "topic" -> topic.equals(wanted);
                case "partition" -> partition == Integer.parseInt(wanted);
                case "reason" -> wanted.contains("*") ? matches(wanted, reason) : reason.contains(wanted);
                case "from" -> !at.isBefore(Instant.parse(wanted));
                case "to" -> at.isBefore(Instant.parse(wanted));
                case "key" -> key != null && bytes(key).equals(bytes(wanted.getBytes(StandardCharsets.UTF_8)));
                case "q" -> value != null && bytes(value).contains(bytes(wanted.getBytes(StandardCharsets.UTF_8)));
                default -> throw new IllegalArgumentException(name);
            };
        }
    }

    /** Each byte as one character, so that any bytes can be compared as text. */
    private static String bytes(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static boolean matches(String pattern, String text) {
        if (pattern.isEmpty()) {
            return text.isEmpty();
        }
        if (pattern.charAt(0) == '*') {
            return IntStream.rangeClosed(0, text.length())
                    .anyMatch(skip -> matches(pattern.substring(1), text.substring(skip)));
        }
        return !text.isEmpty()
                && text.charAt(0) == pattern.charAt(0)
                && matches(pattern.substring(1), text.substring(1));
    }

    @BeforeAll
    static void fill() {
        shelf = new Shelf("a STRING", WriteMode.APPEND);
        Random random = new Random(7);
        letters = IntStream.range(0, 300)
                .mapToObj(i -> new Letter(
                        random.nextBoolean() ? "t" : "t.2",
                        random.nextInt(3),
                        i,
                        STAGES.get(random.nextInt(4)),
                        text(random, 4),
                        random.nextInt(4) == 0 ? null : text(random, 1).getBytes(StandardCharsets.UTF_8),
                        value(random),
                        START.plus(random.nextInt(50) * 30L, ChronoUnit.MINUTES)))
                .toList();
        for (Letter letter : letters) {
            shelf.postgres
                    .sql(
                            "INSERT INTO sluice.dead_letters (pipeline, topic, partition, \"offset\", stage, \"timestamp\", reason, key, value, headers, rejected_at)"
                                    + " VALUES ('p', ?, ?, ?, ?, now(), ?, CAST(? AS bytea), CAST(? AS bytea), '[]', ?)")
                    .param(letter.topic())
                    .param(letter.partition())
                    .param(letter.offset())
                    .param(letter.stage())
                    .param(letter.reason())
                    .param(letter.key())
                    .param(letter.value())
                    .param(letter.at().atOffset(ZoneOffset.UTC))
                    .update();
        }
        shelf.reject("other", 1, "decode", null, null, "2026-03-01T12:00:00Z");
    }

    private static String text(Random random, int pieces) {
        return random.ints(pieces, 0, PIECES.size()).mapToObj(PIECES::get).collect(Collectors.joining());
    }

    private static byte[] value(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> null;
            case 1 -> new byte[] {0, (byte) 0xC3, 0x28, 'a', (byte) 0xFF};
            default -> text(random, 3).getBytes(StandardCharsets.UTF_8);
        };
    }

    private static Map<String, String> filter(Random random) {
        Map<String, String> filter = new HashMap<>();
        if (random.nextInt(3) == 0) {
            filter.put("stage", STAGES.get(random.nextInt(4)));
        }
        if (random.nextInt(4) == 0) {
            filter.put("topic", random.nextBoolean() ? "t" : "t.2");
        }
        if (random.nextInt(4) == 0) {
            filter.put("partition", String.valueOf(random.nextInt(4)));
        }
        if (random.nextBoolean()) {
            filter.put(
                    "reason", random.nextBoolean() ? text(random, 1) : "*" + text(random, 1) + "*" + text(random, 1));
        }
        if (random.nextInt(3) == 0) {
            filter.put("q", text(random, 1));
        }
        if (random.nextInt(5) == 0) {
            filter.put("key", text(random, 1));
        }
        Instant from = START.plus(random.nextInt(1500), ChronoUnit.MINUTES);
        if (random.nextInt(3) == 0) {
            filter.put("from", from.toString());
        }
        if (random.nextInt(3) == 0) {
            filter.put("to", from.plus(random.nextInt(900), ChronoUnit.MINUTES).toString());
        }
        return filter;
    }

    @Test
    @DisplayName("any filter finds those that it finds in memory, in pages that join without a gap")
    void findsWhatMemoryFinds() {
        Random random = new Random(11);
        Comparator<Letter> newestFirst = Comparator.comparing(Letter::at)
                .reversed()
                .thenComparing(Letter::partition)
                .thenComparing(Letter::offset);
        int found = 0;
        for (int i = 0; i < 200; i++) {
            Map<String, String> filter = filter(random);
            List<String> expected = letters.stream()
                    .filter(letter -> letter.meets(filter))
                    .sorted(newestFirst)
                    .map(Letter::id)
                    .toList();
            found += expected.isEmpty() ? 0 : 1;
            assertThat(walk(filter)).as("%s", filter).isEqualTo(expected);
            JsonNode counts =
                    get("p/dead-letters/counts", filter, "by", "stage,hour").body();
            assertThat(counts.path("total").asInt()).as("%s", filter).isEqualTo(expected.size());
        }
        assertThat(found).as("filters that find anything").isGreaterThan(60);
    }

    private static List<String> walk(Map<String, String> filter) {
        List<String> ids = new ArrayList<>();
        String after = "begin";
        while (after != null) {
            Shelf.Answer page = get("p/dead-letters", filter, "size", "37", "after", after);
            assertThat(page.status()).isEqualTo(200);
            page.items()
                    .forEach(item -> ids.add(item.path("topic").asString() + "/"
                            + item.path("partition").asInt() + "/"
                            + item.path("offset").asLong() + "/"
                            + item.path("stage").asString()));
            after = page.body().path("next").asString(null);
        }
        return ids;
    }

    private static Shelf.Answer get(String path, Map<String, String> filter, String... more) {
        List<String> parameters = new ArrayList<>(List.of(more));
        filter.forEach((name, value) -> parameters.addAll(List.of(name, value)));
        return shelf.get(path, parameters.toArray(String[]::new));
    }

    @Test
    @DisplayName("a key that is no text is found by its base64")
    void findsBinaryKeys() {
        Letter keyed = letters.stream()
                .filter(letter -> letter.key() != null)
                .findFirst()
                .orElseThrow();
        String base64 = Base64.getEncoder().encodeToString(keyed.key());
        List<String> found = get("p/dead-letters", Map.of(), "key", base64, "keyEncoding", "base64", "size", "1000")
                .column("offset");
        assertThat(found)
                .isEqualTo(get(
                                "p/dead-letters",
                                Map.of("key", new String(keyed.key(), StandardCharsets.UTF_8)),
                                "size",
                                "1000")
                        .column("offset"))
                .contains(String.valueOf(keyed.offset()));
    }

    @ParameterizedTest
    @CsvSource({
        "from,yesterday",
        "from,+99999-01-01T00:00:00Z",
        "to,2026-03-01",
        "partition,-1",
        "partition,x",
        "topic,a b",
        "stage,sink",
        "reason,''",
        "keyEncoding,hex"
    })
    @DisplayName("a filter that says nothing is 400, and names the parameter")
    void refuses(String name, String value) {
        for (String path : List.of("p/dead-letters", "p/dead-letters/counts")) {
            Shelf.Answer answer = shelf.get(path, name, value);
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body().path("detail").asString()).contains("The parameter " + name);
        }
    }

    @Test
    @DisplayName("a pattern full of stars ends in time, and one that is too long is 400")
    void patternsAreBounded() {
        assertThat(shelf.get("p/dead-letters", "reason", "*a".repeat(400) + "*Z")
                        .column("offset"))
                .isEmpty();
        assertThat(shelf.get("p/dead-letters", "reason", "a".repeat(1001)).status())
                .isEqualTo(400);
        assertThat(shelf.get("p/dead-letters/counts", "by", "stage,size").status())
                .isEqualTo(400);
    }

    @Test
    @DisplayName("a cursor of one filter is refused under another")
    void cursorsKnowTheirFilter() {
        String next = shelf.get("p/dead-letters", "size", "1", "after", "begin", "stage", "decode")
                .body()
                .path("next")
                .asString();
        assertThat(shelf.get("p/dead-letters", "size", "1", "after", next, "stage", "mongo")
                        .status())
                .isEqualTo(400);
    }

    @Test
    @DisplayName("counts by stage and hour are those of the letters")
    void countsByStageAndHour() {
        Map<String, Long> expected = letters.stream()
                .collect(Collectors.groupingBy(
                        letter -> letter.stage() + " " + letter.at().truncatedTo(ChronoUnit.HOURS),
                        TreeMap::new,
                        Collectors.counting()));
        Map<String, Long> counted = new TreeMap<>();
        shelf.get("p/dead-letters/counts", "by", "stage,hour", "limit", "1000")
                .body()
                .path("groups")
                .forEach(group -> counted.put(
                        group.path("stage").asString() + " "
                                + group.path("hour").asString(),
                        group.path("letters").asLong()));
        assertThat(counted).isEqualTo(expected);
    }

    @Test
    @DisplayName("a page shows what somebody has put in place of a payload")
    void showsEdits() {
        Letter letter = letters.get(0);
        shelf.postgres
                .sql("INSERT INTO sluice.edits (pipeline, topic, partition, \"offset\", value, edited_at, edited_by)"
                        + " VALUES ('p', ?, ?, ?, 'old', '2026-03-03T00:00:00Z', 'ada'),"
                        + " ('other', ?, ?, ?, 'no', '2026-03-03T00:00:00Z', 'eve')")
                .params(
                        letter.topic(),
                        letter.partition(),
                        letter.offset(),
                        letter.topic(),
                        letter.partition(),
                        letter.offset())
                .update();
        List<String> edits = shelf.get("p/dead-letters", "size", "1000").items().stream()
                .filter(item -> item.has("edit"))
                .map(item -> item.path("offset").asLong() + " " + item.path("edit"))
                .toList();
        assertThat(edits)
                .containsExactly(
                        letter.offset()
                                + " {\"payload\":\"old\",\"encoding\":\"utf8\",\"at\":\"2026-03-03T00:00:00Z\",\"by\":\"ada\"}");
    }
}
