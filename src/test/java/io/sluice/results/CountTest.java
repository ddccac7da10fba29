package io.sluice.results;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.stream.flow.SinkSpec.WriteMode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@DisplayName("The total")
class CountTest {

    private static final int ROWS = 300;

    private static Shelf shelf;

    @BeforeAll
    static void fill() {
        shelf = new Shelf("n INT", WriteMode.APPEND);
        shelf.createTable("n integer");
        for (int i = 0; i < ROWS; i++) {
            shelf.storeInPostgres(String.valueOf(i), i, 0);
            shelf.storeInMongo(i, 0, i);
            shelf.reject("p", i, "decode", null, null, "2024-01-01T00:00:00Z");
        }
        shelf.postgres.sql("ANALYZE").update();
    }

    private static JsonNode get(String path, String... query) {
        return shelf.get(path, query).body();
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("is exact unless something else is asked for, and left out by cursor")
    @ValueSource(strings = {"p/results/postgres", "p/results/mongo", "p/dead-letters"})
    void countIsExactUnlessSomethingElseIsAskedFor(String path) {
        assertThat(get(path).path("total").asInt()).isEqualTo(ROWS);
        assertThat(get(path).has("estimated")).isFalse();
        assertThat(get(path, "after", "begin").has("total")).isFalse();
        assertThat(get(path, "after", "begin", "count", "exact").path("total").asInt())
                .isEqualTo(ROWS);
        assertThat(get(path, "count", "none").has("total")).isFalse();
        assertThat(shelf.get(path, "count", "all").status()).isEqualTo(400);
        assertThat(get(path, "count", "all").path("detail").asString()).contains("[exact, estimate, none]");
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("is an estimate on request, and says so")
    @ValueSource(strings = {"p/results/postgres", "p/results/mongo", "p/dead-letters"})
    void countIsAnEstimateOnRequestAndSaysSo(String path) {
        JsonNode page = get(path, "count", "estimate");

        assertThat(page.path("total").asInt()).isBetween(ROWS - 30, ROWS + 30);
        assertThat(page.path("estimated").booleanValue()).isTrue();
    }

    @Test
    @DisplayName("is estimated by Postgres' planner where there are filters; Mongo has no estimate then")
    void estimatedWithFilters() {
        JsonNode page = get("p/results/postgres", "count", "estimate", "filter", "n:lt:100", "size", "20");

        assertThat(page.path("total").asInt()).isBetween(70, 130);
        assertThat(page.path("estimated").booleanValue()).isTrue();
        JsonNode documents = get("p/results/mongo", "count", "estimate", "filter", "n:lt:100", "size", "20");
        assertThat(documents.has("total")).isFalse();
        assertThat(documents.has("estimated")).isFalse();
        assertThat(documents.path("items")).hasSize(20);
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("is exact where the page shows it, and never less than what the page shows")
    @ValueSource(strings = {"p/results/postgres", "p/results/mongo"})
    void countIsNeverLessThanWhatThePageShows(String path) {
        JsonNode whole = get(path, "filter", "n:lt:7", "size", "20", "count", "estimate");
        assertThat(whole.path("total").asInt()).isEqualTo(7);
        assertThat(whole.has("estimated")).isFalse();
        JsonNode last = get(path, "filter", "n:lt:7", "size", "3", "page", "2", "count", "estimate");
        assertThat(last.path("total").asInt()).isEqualTo(7);
        assertThat(last.has("estimated")).isFalse();
        JsonNode beyond = get(path, "filter", "n:lt:7", "size", "3", "page", "5");
        assertThat(beyond.path("total").asInt()).isEqualTo(7);
        assertThat(beyond.path("items")).isEmpty();
        JsonNode many =
                get(path, "filter", "n:ne:-1", "filter", "n:in:1,2,3,4,5,6,7,8", "size", "5", "count", "estimate");
        assertThat(many.path("total").asInt(6)).isGreaterThanOrEqualTo(6);
    }
}
