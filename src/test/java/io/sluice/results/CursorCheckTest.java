package io.sluice.results;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.results.query.Cursor;
import io.sluice.stream.flow.SinkSpec.WriteMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A cursor")
class CursorCheckTest {

    private static Shelf shelf;

    @BeforeAll
    static void fill() {
        shelf = new Shelf("s STRING, n INT", WriteMode.APPEND);
        shelf.createTable("s text, n integer");
        for (int i = 0; i < 5; i++) {
            shelf.storeInPostgres("'" + i + "', " + i, i, 0);
            shelf.storeInMongo(i, 0, String.valueOf(i), i);
            shelf.reject("p", i, "decode", null, null, "2024-01-01T00:00:00Z");
        }
    }

    private static String next(String path, String... query) {
        return shelf.get(path, with(query, "size", "2")).body().path("next").stringValue();
    }

    private static String[] with(String[] query, String... more) {
        return Stream.concat(Arrays.stream(query), Arrays.stream(more)).toArray(String[]::new);
    }

    private static void refused(String said, String path, String cursor, String... query) {
        Shelf.Answer answer = shelf.get(path, with(query, "after", cursor));
        assertThat(answer.status()).as(path + " " + cursor).isEqualTo(400);
        assertThat(answer.body().path("type").asString()).isEqualTo("INVALID_PARAMETER");
        assertThat(answer.body().path("detail").asString()).contains(said).contains("begin");
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("is refused with any character changed, cut off, or made up")
    @ValueSource(strings = {"p/results/postgres", "p/results/mongo", "p/dead-letters"})
    void damagedCursorIsRefused(String path) {
        String cursor = next(path);
        for (int i = 0; i < cursor.length() - 1; i++) {
            char other = cursor.charAt(i) == 'A' ? 'B' : 'A';
            refused("damaged", path, cursor.substring(0, i) + other + cursor.substring(i + 1));
        }
        for (String text : List.of(cursor.substring(0, 20), "A", "*", "null", "' OR 1=1", "AAAAAAAA", "é")) {
            refused("damaged", path, text);
        }
    }

    @Test
    @DisplayName("is refused with another order, other filters, in another store, and with another stage")
    void foreignCursorIsRefused() {
        for (String path : List.of("p/results/postgres", "p/results/mongo")) {
            String cursor = next(path, "sort", "n", "filter", "s:ge:0");

            assertThat(shelf.get(path, "sort", "n", "filter", "s:ge:0", "after", cursor)
                            .column("n"))
                    .containsExactly("2", "3", "4");
            refused("another list", path, cursor, "sort", "n");
            refused("another list", path, cursor, "sort", "n,desc", "filter", "s:ge:0");
            refused("another list", path, cursor, "sort", "n", "filter", "s:ge:1");
            refused("another list", path, cursor, "filter", "s:ge:0");
            refused("another list", path, next(path, "after", "begin"), "sort", "n");
        }
        refused("another list", "p/results/mongo", next("p/results/postgres"));
        refused("another list", "p/results/postgres", next("p/results/mongo"));
        refused("another list", "p/dead-letters", next("p/results/postgres"));
        refused("another list", "p/dead-letters", next("p/dead-letters"), "stage", "decode");
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("that is forged reaches the stores as values only, and they refuse it or know another place")
    @ValueSource(strings = {"p/results/postgres", "p/results/mongo", "p/dead-letters"})
    void forgedCursorReachesTheStoresAsValuesOnly(String path) {
        Cursor real = Cursor.decode(next(path));
        for (String mark : List.of(
                "=1); DROP TABLE x; --",
                "=",
                "=\0",
                "",
                "=99999999999999999999999",
                "={\"v\": {\"$gt\": 1}}",
                "={\"v\": {\"$where\": \"sleep(1)\"}}",
                "={\"v\": {\"$regularExpression\": {\"pattern\": \"(a+)+\", \"options\": \"\"}}}",
                "={\"v\": {\"$code\": \"1\"}}",
                "={\"v\": [1]}",
                "={",
                "#AAAA",
                "other")) {
            for (int i = 0; i < real.marks().size(); i++) {
                List<String> marks = new ArrayList<>(real.marks());
                marks.set(i, mark);
                int status = shelf.get(path, "after", forge(real, marks)).status();
                assertThat(status).as(mark + " at " + i).isIn(200, 400);
            }
        }
        List<String> fewer = real.marks().subList(1, real.marks().size());
        refused("another list", path, forge(real, fewer));
        assertThat(shelf.get(
                                path,
                                "after",
                                forge(
                                        real,
                                        new ArrayList<>(Arrays.asList(
                                                new String[real.marks().size()]))))
                        .status())
                .isIn(200, 400);
    }

    private static String forge(Cursor real, List<String> marks) {
        return new Cursor(real.byKey(), real.list(), real.seen(), marks).encode();
    }

    @Test
    @DisplayName("does not go together with a page's number")
    void cursorDoesNotGoTogetherWithAPageNumber() {
        Shelf.Answer answer = shelf.get("p/results/postgres", "page", "1", "after", "begin");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().path("detail").asString()).contains("exclude each other");
        assertThat(shelf.get("p/results/postgres", "page", "0", "after", "").status())
                .isEqualTo(200);
    }

    @Test
    @DisplayName("with a value too long for it is refused once its row is gone or changed")
    void longValueIsRefusedOnceItsRowIsGone() {
        Shelf texts = new Shelf("s STRING", WriteMode.APPEND);
        texts.createTable("s text");
        for (int i = 0; i < 3; i++) {
            texts.storeInPostgres("'" + "x".repeat(5_000) + i + "'", i, 0);
            texts.storeInMongo(i, 0, "x".repeat(5_000) + i);
        }
        for (String store : List.of("postgres", "mongo")) {
            String[] query = {"sort", "s", "size", "1"};
            String first =
                    texts.get("p/results/" + store, query).body().path("next").stringValue();
            String second = texts.get("p/results/" + store, with(query, "after", first))
                    .body()
                    .path("next")
                    .stringValue();
            assertThat(texts.get("p/results/" + store, with(query, "after", second))
                            .items())
                    .hasSize(1);
            texts.forgetPosition(1);
            Shelf.Answer answer = texts.get("p/results/" + store, with(query, "after", second));
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body().path("detail").asString()).contains("has changed or is gone");
            texts.storeInPostgres("'" + "x".repeat(5_000) + "other'", 1, 0);
            assertThat(texts.get("p/results/" + store, with(query, "after", second))
                            .status())
                    .isEqualTo(400);
            texts.storeInMongo(1, 0, "x".repeat(5_000) + 1);
        }
    }
}
