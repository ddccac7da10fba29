package io.sluice.pipeline.letters;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.results.Shelf;
import io.sluice.stream.flow.SinkSpec.WriteMode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

@DisplayName("Counts of dead letters")
class LetterCountsTest {

    private final Shelf shelf = new Shelf("a STRING", WriteMode.APPEND);
    private int offset;

    private void reject(String reason) {
        shelf.reject("p", offset, "decode", null, null, "2026-03-01T12:00:00Z");
        shelf.postgres
                .sql("UPDATE sluice.dead_letters SET reason = ? WHERE \"offset\" = ?")
                .params(reason, offset++)
                .update();
    }

    private List<String> forms() {
        List<String> forms = new ArrayList<>();
        shelf.get("p/dead-letters/counts", "by", "reason")
                .body()
                .path("groups")
                .forEach(group -> forms.add(group.path("letters").asInt() + " "
                        + group.path("reason").asString()));
        return forms;
    }

    @Test
    @DisplayName("by reason leave out what is one record's own")
    void groupsReasons() {
        for (int i = 0; i < 5; i++) {
            reject("field \"price 2\": \"a" + i + " \\\" b is not DOUBLE\" is not DOUBLE");
        }
        for (int i = 0; i < 4; i++) {
            reject("field \"items[" + i + "].price\": -" + i
                    + ".5e10 is out of range for INT (-2147483648 to 2147483647)");
        }
        for (int i = 0; i < 3; i++) {
            reject("value too long: 'x" + i + "' has " + (10 + i) + " characters; it doesn't fit");
        }
        reject("2026-03-01T10:00:00 comes after 2026-03-02T10:00:00");
        reject("2027-01-01T10:00:00 comes after -5.1");
        reject("field \"o\": {\"a\":1,\"b\":[2]} is not a STRING");
        reject("field \"o\": {\"c\":\"… is not a STRING");
        assertThat(forms())
                .containsExactly(
                        "5 field \"price 2\": \"…\" is not DOUBLE",
                        "4 field \"items[…].price\": # is out of range for INT (# to #)",
                        "3 value too long: '…' has # characters; it doesn't fit",
                        "2 # comes after #",
                        "2 field \"o\": {…} is not a STRING");
        JsonNode first =
                shelf.get("p/dead-letters/counts", "by", "reason,stage").body().at("/groups/0");
        assertThat(first.path("example").asString()).startsWith("field \"price 2\": \"a0");
        assertThat(first.path("stage").asString()).isEqualTo("decode");
    }

    @Test
    @DisplayName("show so many groups only, and say what is in the others")
    void saysWhatIsNotShown() {
        for (String reason : List.of("a", "a", "a", "b", "b", "c", "d")) {
            reject(reason);
        }
        JsonNode counts =
                shelf.get("p/dead-letters/counts", "by", "reason", "limit", "2").body();
        assertThat(counts.path("groups").size()).isEqualTo(2);
        assertThat(counts.path("total").asInt()).isEqualTo(7);
        assertThat(counts.path("others").toString()).isEqualTo("{\"groups\":2,\"letters\":2}");
        assertThat(shelf.get("p/dead-letters/counts", "by", "reason").body().has("others"))
                .isFalse();
    }

    @Test
    @DisplayName("say how many have expired, also where there are none any more")
    void saysWhatHasExpired() {
        assertThat(shelf.get("p/dead-letters/counts").body().toString())
                .isEqualTo("{\"by\":[\"stage\"],\"total\":0,\"groups\":[]}");
        shelf.postgres
                .sql("INSERT INTO sluice.expired_letters VALUES ('p', 9, '2026-03-03T00:00:00Z')")
                .update();
        assertThat(shelf.get("p/dead-letters/counts").body().path("expired").toString())
                .isEqualTo("{\"letters\":9,\"lastAt\":\"2026-03-03T00:00:00Z\"}");
    }
}
