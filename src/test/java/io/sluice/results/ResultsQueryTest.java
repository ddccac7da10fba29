package io.sluice.results;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.flow.SinkSpec.WriteMode;
import io.sluice.stream.store.mongo.MongoStore;
import io.sluice.stream.store.postgres.PostgresStore;
import java.math.BigDecimal;
import java.sql.Date;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResultsQueryTest {

    /** Awkward for LIKE, for regular expressions, for SQL, and for orders by language. */
    private static final List<String> TEXTS = List.of(
            "a.b*c", "a,b", "100%", "x_y", "a\nb", "B", "b", "é", "' OR '1'='1", "\"; DROP TABLE x", "back\\slash", "");

    private static Shelf shelf;

    @BeforeAll
    static void fill() {
        shelf = new Shelf("`a:eq` STRING, `se\"l,desc` INT, g INT", WriteMode.APPEND);
        shelf.createTable("\"a:eq\" text, \"se\"\"l,desc\" integer, g integer");
        for (int i = 0; i < TEXTS.size(); i++) {
            String literal = "'" + TEXTS.get(i).replace("'", "''") + "'";
            shelf.storeInPostgres(literal + ", " + i + ", " + i % 2, i, 0);
            shelf.storeInMongo(i, 0, TEXTS.get(i), i, i % 2);
        }
        shelf.storeInPostgres("null, 99, null", 10, 1);
        shelf.storeInMongo(10, 1, null, 99, null);
    }

    @ParameterizedTest(name = "{0} finds {1}")
    @DisplayName("LIKE means the same in both stores")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "a%|0 1 4",
                "a_b|1 4",
                "a.b*c|0",
                "%.%|0",
                "100\\%|2",
                "x\\_y|3",
                "_|5 6 7",
                "%é|7",
                "a%%b|1 4",
                "%|0 1 2 3 4 5 6 7 8 9 10 11",
                "%a%a%h|10",
                "back\\\\%|10",
                "b|6",
                "'%|8",
                "%b%c|0",
                "a|"
            })
    void likeMeansTheSameInBothStores(String pattern, String found) {
        for (String store : List.of("postgres", "mongo")) {
            List<String> offsets = shelf.get("p/results/" + store, "filter", "a:eq:like:" + pattern)
                    .column("se\"l,desc");
            assertThat(String.join(" ", offsets)).as(store).isEqualTo(found == null ? "" : found);
        }
    }

    @Test
    @DisplayName("A pattern that would take a backtracking expression for ever is answered at once")
    void evilPattern() {
        Shelf evil = new Shelf("s STRING", SinkSpec.append(MongoStore.TYPE, "things"));
        evil.storeInMongo(0, 0, "a".repeat(50_000));

        assertThat(evil.get("p/results/mongo", "filter", "s:like:" + "%a".repeat(40) + "%b")
                        .items())
                .isEmpty();
        assertThat(evil.get("p/results/mongo", "filter", "s:like:" + "%a".repeat(40) + "%")
                        .items())
                .hasSize(1);
    }

    @Test
    @DisplayName("Every text is found by itself, whatever it looks like, and a comma in a list is escaped")
    void everyTextIsFoundByItself() {
        for (String store : List.of("postgres", "mongo")) {
            for (int i = 0; i < TEXTS.size(); i++) {
                String text = TEXTS.get(i);
                String listed = text.replace("\\", "\\\\").replace(",", "\\,");
                assertThat(shelf.get("p/results/" + store, "filter", "a:eq:eq:" + text)
                                .column("se\"l,desc"))
                        .containsExactly(String.valueOf(i));
                assertThat(shelf.get("p/results/" + store, "filter", "a:eq:in:nothing," + listed)
                                .column("se\"l,desc"))
                        .containsExactly(String.valueOf(i));
            }
        }
    }

    @Test
    @DisplayName("Both stores sort alike: text by its bytes, nulls first, ties by position, and backwards")
    void bothStoresSortAlike() {
        for (String store : List.of("postgres", "mongo")) {
            List<String> up = shelf.get("p/results/" + store, "sort", "a:eq").column("a:eq");
            List<String> down =
                    shelf.get("p/results/" + store, "sort", "a:eq,desc").column("a:eq");

            assertThat(up)
                    .as(store)
                    .startsWith("null", "")
                    .endsWith("B", "a\nb", "a,b", "a.b*c", "b", "back\\slash", "x_y", "é");
            List<String> turned = new ArrayList<>(up);
            Collections.reverse(turned);
            assertThat(down).as(store).isEqualTo(turned);
            assertThat(shelf.get("p/results/" + store, "sort", "g,desc", "sort", "se\"l,desc,desc")
                            .column("se\"l,desc"))
                    .as(store)
                    .containsExactly("11", "9", "7", "5", "3", "1", "10", "8", "6", "4", "2", "0", "99");
        }
    }

    @Test
    @DisplayName("Pages cover everything once, and the total does not depend on the page")
    void pagesCoverEverythingOnce() {
        for (String store : List.of("postgres", "mongo")) {
            List<String> all = IntStream.range(0, 4)
                    .mapToObj(page ->
                            shelf.get("p/results/" + store, "sort", "g", "page", String.valueOf(page), "size", "4"))
                    .flatMap(answer -> {
                        assertThat(answer.body().path("total").asInt()).isEqualTo(13);
                        return answer.column("se\"l,desc").stream();
                    })
                    .toList();
            assertThat(all)
                    .as(store)
                    .containsExactly("99", "0", "2", "4", "6", "8", "10", "1", "3", "5", "7", "9", "11");
            assertThat(shelf.get("p/results/" + store, "page", "2000000").items())
                    .isEmpty();
            assertThat(shelf.get("p/results/" + store).body().path("size").asInt())
                    .isEqualTo(50);
        }
    }

    @ParameterizedTest(name = "{0}={1}")
    @DisplayName("Pages and sort keys that do not exist are invalid parameters, and the detail says what does")
    @CsvSource({
        "size,1000000000,from 1 to 1000",
        "size,0,from 1 to 1000",
        "size,abc,from 1 to 1000",
        "page,-1,from 0",
        "page,99999999999,from 0",
        "page,2147483647,from 0",
        "sort,nope,the columns are a:eq",
        "sort,'g; DROP TABLE x',the columns are a:eq",
        "sort,'g,up',the columns are a:eq",
        "sort,$where,the columns are a:eq",
        "filter,$where:eq:1,the columns are a:eq",
        "filter,_source.offset:eq:1,the columns are a:eq",
        "filter,g:eq:1) OR (1=1,a whole number",
        "filter,g:$gt:1,eq ne lt le gt ge like in isnull"
    })
    void unknownPagesAndSortKeysAreInvalidParameters(String name, String value, String said) {
        for (String store : List.of("postgres", "mongo")) {
            Shelf.Answer answer = shelf.get("p/results/" + store, name, value);

            assertThat(answer.status()).as(store).isEqualTo(400);
            assertThat(answer.body().path("detail").asString().replace(", ", " "))
                    .contains(said);
        }
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("A record is found by its position, the first of its rows unless an ordinal is given")
    @ValueSource(strings = {"postgres", "mongo"})
    void byPosition(String store) {
        String column = "se\"l,desc";
        assertThat(shelf.get("p/results/" + store + "/t/0/10")
                        .body()
                        .path(column)
                        .asInt())
                .isEqualTo(10);
        assertThat(shelf.get("p/results/" + store + "/t/0/10", "ordinal", "1")
                        .body()
                        .path(column)
                        .asInt())
                .isEqualTo(99);
        assertThat(shelf.get("p/results/" + store + "/t/0/1")
                        .body()
                        .path(column)
                        .asInt())
                .isEqualTo(1);
        for (String missing : List.of("t/0/12", "t/1/10", "u/0/10", "t/0/-1")) {
            Shelf.Answer answer = shelf.get("p/results/" + store + "/" + missing);
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.body().path("type").asString()).isEqualTo("RECORD_NOT_FOUND");
        }
        assertThat(shelf.get("p/results/" + store + "/t/0/10", "ordinal", "2").status())
                .isEqualTo(404);
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("Before the first start there is an empty page and no record")
    @ValueSource(strings = {"postgres", "mongo"})
    void nothingYet(String store) {
        Shelf fresh = new Shelf("a STRING", WriteMode.APPEND);

        Shelf.Answer answer = fresh.get("p/results/" + store, "filter", "a:eq:x", "size", "7");

        assertThat(answer.body().toString()).isEqualTo("{\"items\":[],\"page\":0,\"size\":7,\"total\":0}");
        assertThat(fresh.get("p/results/" + store + "/t/0/0").status()).isEqualTo(404);
    }

    @Test
    @DisplayName("A column that the next start will add is null until then")
    void columnToCome() {
        Shelf wider = new Shelf("a INT, later STRING", WriteMode.APPEND);
        wider.createTable("a integer");
        wider.storeInPostgres("1", 0, 0);

        assertThat(wider.get("p/results/postgres", "sort", "later", "filter", "later:ne:x")
                        .items())
                .singleElement()
                .asString()
                .startsWith("{\"a\":1,\"later\":null,");
        assertThat(wider.get("p/results/postgres", "filter", "later:eq:x").items())
                .isEmpty();
    }

    @Test
    @DisplayName("A pipeline or sink that does not exist is not found")
    void unknownPipelineOrSinkIsNotFound() {
        Shelf postgresOnly = new Shelf("a STRING", SinkSpec.append(PostgresStore.TYPE, "x"));

        assertThat(postgresOnly.get("q/results/postgres").status()).isEqualTo(404);
        Shelf.Answer answer = postgresOnly.get("p/results/mongo");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.body().path("type").asString()).isEqualTo("SINK_NOT_FOUND");
        assertThat(answer.body().path("detail").asString()).contains("[postgres]");
    }

    @Test
    @DisplayName("A store that nobody reads is not found, and the answer names those that there are")
    void refusesAnUnknownStore() {
        Shelf shelf = new Shelf("a STRING", SinkSpec.append(PostgresStore.TYPE, "x"));

        for (String path : List.of("p/results/Postgres", "p/results/sqlite", "p/results/sqlite/t/0/0")) {
            Shelf.Answer answer = shelf.get(path);
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.body().path("type").asString()).isEqualTo("NOT_FOUND");
            assertThat(answer.body().path("detail").asString()).contains("the stores are [postgres, mongo]");
        }
    }

    @Test
    @DisplayName("In upsert mode the key is the _id, and a position finds what it wrote last")
    void inUpsertModeAPositionFindsWhatItWroteLast() {
        Shelf upsert = new Shelf("k DECIMAL(5,2), day DATE, n INT", WriteMode.UPSERT, "k", "day");
        upsert.storeInMongo(3, 0, new BigDecimal("1.5"), Date.valueOf("2024-01-01"), 1);
        upsert.storeInMongo(5, 0, new BigDecimal("1.5"), Date.valueOf("2024-01-01"), 2);

        assertThat(upsert.get("p/results/mongo/t/0/3").status()).isEqualTo(404);
        assertThat(upsert.get("p/results/mongo/t/0/5").body().toString())
                .startsWith("{\"_id\":{\"k\":1.50,\"day\":\"2024-01-01\"},\"k\":1.50,\"day\":\"2024-01-01\",\"n\":2,");
    }
}
