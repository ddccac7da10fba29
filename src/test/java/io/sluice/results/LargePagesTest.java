package io.sluice.results;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.sluice.stream.flow.SinkSpec.WriteMode;
import io.sluice.web.Limits;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Of large rows")
class LargePagesTest {

    private static final int ROWS = 12;
    private static final String LARGE = "l".repeat(950_000);

    private static Shelf shelf;

    @BeforeAll
    static void fill() {
        shelf = new Shelf("s STRING", WriteMode.APPEND).createTable("s text");
        for (int offset = 0; offset < ROWS; offset++) {
            shelf.storeInPostgres("'" + LARGE + "'", offset, 0);
            shelf.storeInMongo(offset, 0, LARGE);
            shelf.reject("p", offset, "decode", null, LARGE.getBytes(StandardCharsets.UTF_8), "2024-01-01T00:00:00Z");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"p/results/postgres", "p/results/mongo", "p/dead-letters"})
    @DisplayName("a page ends early, says so, and goes on by its cursor until all were there once")
    void largePageEndsEarlyAndGoesOnByItsCursor(String list) {
        List<String> offsets = new ArrayList<>();
        Shelf.Answer page = shelf.get(list, "size", "1000");
        assertThat(page.body().has("next")).isTrue();
        while (page.body().has("next")) {
            assertThat(page.body().path("cut").asBoolean()).isTrue();
            assertThat(page.items()).hasSizeBetween(1, 5);
            assertThat(page.body().toString().length()).isLessThan(Limits.PAGE_BYTES + LARGE.length() + 10_000);
            offsets.addAll(column(page));
            page = shelf.get(
                    list, "size", "1000", "after", page.body().path("next").asString());
            assertThat(page.status()).isEqualTo(200);
        }
        offsets.addAll(column(page));
        assertThat(page.body().has("cut")).isFalse();
        assertThat(offsets)
                .containsExactlyElementsOf(
                        IntStream.range(0, ROWS).mapToObj(String::valueOf).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"p/results/postgres", "p/results/mongo", "p/dead-letters"})
    @DisplayName("a page that is full by its size is not called cut, and all are counted")
    void pageFullByItsSizeIsNotCalledCut(String list) {
        Shelf.Answer page = shelf.get(list, "size", "2");
        assertThat(page.items()).hasSize(2);
        assertThat(page.body().has("cut")).isFalse();
        assertThat(page.body().path("total").asInt()).isEqualTo(ROWS);
        assertThat(shelf.get(list, "size", "1000").body().path("total").asInt()).isEqualTo(ROWS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"p/results/postgres", "p/dead-letters"})
    @DisplayName("many that come behind small ones are never in memory together")
    void behindSmallOnes(String list) {
        Shelf late = new Shelf("s STRING", WriteMode.APPEND).createTable("s text");
        late.postgres
                .sql("INSERT INTO \"Odd \"\"table\"\"\" (s, _topic, _partition, _offset, _ordinal)"
                        + " SELECT repeat('l', CASE WHEN i < 30 THEN 1 ELSE 3000000 END), 't', 0, i, 0"
                        + " FROM generate_series(0, 129) i")
                .update();
        late.postgres
                .sql(
                        "INSERT INTO sluice.dead_letters (pipeline, topic, partition, \"offset\", stage, \"timestamp\", reason,"
                                + " value, headers) SELECT 'p', 't', 0, i, 'decode', now(), 'why',"
                                + " convert_to(repeat('l', CASE WHEN i < 30 THEN 1 ELSE 3000000 END), 'UTF8'), '[]'"
                                + " FROM generate_series(0, 129) i")
                .update();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        Shelf.Answer page = late.get(list, "size", "1000", "count", "none");
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(150_000_000);
        assertThat(page.body().path("cut").asBoolean()).isTrue();
        assertThat(page.items()).hasSizeBetween(31, 33);
    }

    private static List<String> column(Shelf.Answer page) {
        return page.items().stream()
                .map(item -> item.has("_source")
                        ? item.at("/_source/offset").asString()
                        : item.path(item.has("offset") ? "offset" : "_offset").asString())
                .toList();
    }
}
