package io.sluice.results;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.stream.flow.SinkSpec.WriteMode;
import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@DisplayName("By cursor")
class CursorWalkTest {

    private static final int ROWS = 120;
    private static final String LONG = "long ".repeat(2_000);
    private static final List<String> COLUMNS =
            List.of("s", "i", "d", "dec", "wide", "yes", "at", "_offset", "_ordinal", "_topic", "_partition");

    private static final Random RANDOM = new Random(20261122);
    private static Shelf shelf;

    /** Few different values, so that most are there several times, and every fourth is null. */
    @BeforeAll
    static void fill() {
        shelf = new Shelf(
                "s STRING, i INT, d DOUBLE, dec DECIMAL(10,2), wide DECIMAL(38,4), yes BOOLEAN, at TIMESTAMP",
                WriteMode.APPEND);
        shelf.createTable("s text, i integer, d double precision, dec numeric(10,2), wide numeric(38,4), yes boolean,"
                + " at timestamptz");
        List<Integer> offsets = new ArrayList<>();
        for (int offset = 0; offset < ROWS / 2; offset++) {
            offsets.add(offset);
        }
        Collections.shuffle(offsets, RANDOM);
        for (int offset : offsets) {
            for (int ordinal = 0; ordinal < 2; ordinal++) {
                store(offset, ordinal);
            }
        }
    }

    private static void store(int offset, int ordinal) {
        String text = pick(
                n -> List.of("", "a", "B", "é", "a'b", "\\", LONG, LONG + "er").get(n), 8);
        Integer whole = pick(n -> n - 2, 4);
        Double floating = pick(
                n -> List.of(-0.1, 1e300, Double.NaN, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY)
                        .get(n),
                5);
        BigDecimal decimal = pick(n -> new BigDecimal(n - 1).movePointLeft(2), 3);
        BigDecimal wide = pick(n -> new BigDecimal(n), 3);
        Boolean yes = pick(n -> n == 0, 2);
        Instant at = pick(n -> Instant.parse("2024-05-05T05:05:05.120Z").plusMillis(n), 3);
        List<String> literals = Stream.of(text, whole, floating, decimal, wide, yes, at)
                .map(value -> value == null ? "null" : "'" + value.toString().replace("'", "''") + "'")
                .toList();
        shelf.storeInPostgres(String.join(", ", literals), offset, ordinal);
        shelf.storeInMongo(
                offset, ordinal, text, whole, floating, decimal, wide, yes, at == null ? null : Timestamp.from(at));
    }

    private static <T> T pick(IntFunction<T> value, int values) {
        return RANDOM.nextInt(4) == 0 ? null : value.apply(RANDOM.nextInt(values));
    }

    static Stream<List<String>> orders() {
        Random random = new Random(7);
        return Stream.concat(
                COLUMNS.stream().flatMap(column -> Stream.of(List.of(column), List.of(column + ",desc"))),
                Stream.generate(() -> {
                            List<String> columns = new ArrayList<>(COLUMNS);
                            Collections.shuffle(columns, random);
                            return columns.stream()
                                    .limit(2 + random.nextInt(3))
                                    .map(column -> random.nextBoolean() ? column : column + ",desc")
                                    .toList();
                        })
                        .limit(20));
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("the pages of any order are the whole, in both stores, with nulls, ties, and values too long for it")
    @MethodSource("orders")
    void anyOrder(List<String> sorts) {
        for (String store : List.of("postgres", "mongo")) {
            List<String> query = new ArrayList<>();
            sorts.forEach(sort -> query.addAll(List.of("sort", sort)));
            List<JsonNode> whole = get(store, query, "size", "1000").items();

            assertThat(whole).hasSize(ROWS);
            assertThat(walk(store, query, 11)).as(store).isEqualTo(whole);
            assertThat(walk(store, query, ROWS)).as(store).isEqualTo(whole);
        }
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("a walk without an order has every row once, and one page can have another size than the next")
    @ValueSource(strings = {"postgres", "mongo"})
    void ownOrder(String store) {
        List<JsonNode> whole = get(store, List.of(), "size", "1000").items();

        List<JsonNode> walked = new ArrayList<>();
        Shelf.Answer page = get(store, List.of(), "after", "", "size", "3");
        walked.addAll(page.items());
        for (int size = 1; page.body().has("next"); size++) {
            page = get(store, List.of(), "after", next(page), "size", String.valueOf(size));
            walked.addAll(page.items());
        }
        assertThat(walked).hasSize(ROWS).containsExactlyInAnyOrderElementsOf(whole);
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("the filters hold on every page")
    @ValueSource(strings = {"postgres", "mongo"})
    void filtersHoldOnEveryPage(String store) {
        List<String> query = List.of("filter", "i:ge:0", "filter", "s:ne:a", "sort", "s,desc");
        List<JsonNode> whole = get(store, query, "size", "1000").items();

        assertThat(whole).hasSizeBetween(15, ROWS / 2);
        assertThat(walk(store, query, 4)).isEqualTo(whole);
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("a walk can begin at any page that was asked for by its number")
    @ValueSource(strings = {"postgres", "mongo"})
    void fromNumbered(String store) {
        List<String> query = List.of("sort", "dec,desc");
        List<JsonNode> whole = get(store, query, "size", "1000").items();

        Shelf.Answer third = get(store, query, "page", "2", "size", "10");
        Shelf.Answer fourth = get(store, query, "after", next(third), "size", "10");

        assertThat(fourth.items()).isEqualTo(whole.subList(30, 40));
        assertThat(fourth.body().path("page").asInt()).isEqualTo(3);
        assertThat(fourth.body().has("total")).isFalse();
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("rows that are appended during a walk neither move nor repeat those that are there")
    @ValueSource(strings = {"postgres", "mongo"})
    void appendedRowsNeitherMoveNorRepeatOthers(String store) {
        Shelf growing = new Shelf("a INT", WriteMode.APPEND);
        growing.createTable("a integer");
        List<String> walked = new ArrayList<>();
        String next = "";
        for (int step = 0; step < 12 && next != null; step++) {
            // Before and behind the cursor by turns.
            for (long offset : step < 6 ? new long[] {1000 + step, 100 - step} : new long[0]) {
                growing.storeInPostgres(String.valueOf(step), offset, 0);
                growing.storeInMongo(offset, 0, step);
            }
            Shelf.Answer page = growing.get("p/results/" + store, "after", next, "size", "1", "sort", "_offset");
            walked.addAll(offsets(page));
            next = page.body().has("next") ? next(page) : null;
        }
        assertThat(walked)
                .doesNotHaveDuplicates()
                .containsExactly("100", "1000", "1001", "1002", "1003", "1004", "1005");
    }

    private static List<String> offsets(Shelf.Answer page) {
        return page.items().stream()
                .map(item -> item.has("_offset")
                        ? item.path("_offset").asString()
                        : item.at("/_source/offset").asString())
                .toList();
    }

    private static List<JsonNode> walk(String store, List<String> query, int size) {
        List<JsonNode> walked = new ArrayList<>();
        HashSet<String> cursors = new HashSet<>();
        String next = "";
        while (next != null) {
            Shelf.Answer page = get(store, query, "after", next, "size", String.valueOf(size));
            assertThat(page.status()).as(page.body().toString()).isEqualTo(200);
            walked.addAll(page.items());
            next = page.body().has("next") ? next(page) : null;
            assertThat(walked).hasSizeLessThanOrEqualTo(ROWS);
            assertThat(cursors.add(String.valueOf(next))).isTrue();
            assertThat(String.valueOf(next)).hasSizeLessThan(2_000).matches("[A-Za-z0-9_-]+");
        }
        return walked;
    }

    private static String next(Shelf.Answer page) {
        return page.body().path("next").stringValue();
    }

    private static Shelf.Answer get(String store, List<String> query, String... more) {
        return shelf.get(
                "p/results/" + store,
                Stream.concat(query.stream(), Arrays.stream(more)).toArray(String[]::new));
    }
}
