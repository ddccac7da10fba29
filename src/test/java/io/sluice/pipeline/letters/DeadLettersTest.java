package io.sluice.pipeline.letters;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.results.Shelf;
import io.sluice.stream.flow.SinkSpec.WriteMode;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DeadLettersTest {

    private Shelf shelf;

    @BeforeEach
    void shelf() {
        shelf = new Shelf("a STRING", WriteMode.APPEND);
    }

    @Test
    @DisplayName("A payload is text where it is UTF-8, else base64, and null for a tombstone")
    void payloads() {
        shelf.reject("p", 0, "decode", null, "d'oh! \0 é".getBytes(StandardCharsets.UTF_8), "2024-01-03T00:00:00Z");
        shelf.reject("p", 1, "mongo", new byte[] {-1}, new byte[] {(byte) 0xC3, 0x28}, "2024-01-02T00:00:00Z");
        shelf.reject("p", 2, "decode", "k".getBytes(StandardCharsets.UTF_8), null, "2024-01-01T00:00:00Z");

        Shelf.Answer answer = shelf.get("p/dead-letters");

        assertThat(answer.items().get(0).toString())
                .isEqualTo(
                        "{\"topic\":\"t\",\"partition\":0,\"offset\":0,\"timestamp\":\"2024-01-01T00:00:00.123Z\",\"timestampMillis\":null,"
                                + "\"stage\":\"decode\",\"reason\":\"why\",\"key\":null,\"keyEncoding\":\"utf8\","
                                + "\"payload\":\"d'oh! \\u0000 é\",\"encoding\":\"utf8\",\"headers\":[],\"rejectedAt\":\"2024-01-03T00:00:00Z\"}");
        assertThat(answer.items().get(1).toString())
                .contains("\"key\":\"/w==\",\"keyEncoding\":\"base64\",\"payload\":\"wyg=\",\"encoding\":\"base64\"");
        assertThat(answer.items().get(2).toString())
                .contains("\"key\":\"k\",\"keyEncoding\":\"utf8\",\"payload\":null,\"encoding\":\"utf8\"");
        assertThat(answer.body().path("total").asInt()).isEqualTo(3);
    }

    @Test
    @DisplayName("Headers come in their order, with values as text where they are UTF-8, and without what is none")
    void headers() {
        shelf.reject("p", 0, "decode", null, null, "2024-01-03T00:00:00Z");
        shelf.postgres
                .sql("UPDATE sluice.dead_letters SET headers = '[{\"key\":\"b\",\"value\":\"Zg==\"},"
                        + "{\"key\":\"a\",\"value\":\"/w==\"},{\"key\":\"b\",\"value\":null}]'")
                .update();
        assertThat(shelf.get("p/dead-letters").items().get(0).path("headers").toString())
                .isEqualTo("[{\"name\":\"b\",\"value\":\"f\",\"encoding\":\"utf8\"},"
                        + "{\"name\":\"a\",\"value\":\"/w==\",\"encoding\":\"base64\"},{\"name\":\"b\"}]");
    }

    @Test
    @DisplayName("The list has pages and can be narrowed to a stage; other pipelines' records are not in it")
    void pages() {
        for (int offset = 0; offset < 5; offset++) {
            shelf.reject("p", offset, offset == 3 ? "transform" : "decode", null, null, "2024-01-01T00:00:00Z");
        }
        shelf.reject("other", 9, "decode", null, null, "2024-01-01T00:00:00Z");

        assertThat(shelf.get("p/dead-letters", "page", "1", "size", "2").column("offset"))
                .containsExactly("2", "3");
        assertThat(shelf.get("p/dead-letters", "stage", "transform").column("offset"))
                .containsExactly("3");
        assertThat(shelf.get("p/dead-letters", "stage", "transform")
                        .body()
                        .path("total")
                        .asInt())
                .isEqualTo(1);
        assertThat(shelf.get("p/dead-letters", "stage", "x' OR '1'='1").status())
                .isEqualTo(400);
        assertThat(shelf.get("p/dead-letters", "size", "1000000000").status()).isEqualTo(400);
        assertThat(shelf.get("q/dead-letters").status()).isEqualTo(404);
    }

    @Test
    @DisplayName("If it is asked for, each payload is decoded as far as it fits, and the field that does not is named")
    void decoded() {
        shelf.reject("p", 0, "decode", null, "{\"id\":\"x\",\"s\":\"a\"}".getBytes(UTF_8), "2024-01-03T00:00:00Z");
        shelf.reject("p", 1, "mongo", null, "{\"id\":1,\"s\":\"b\"}".getBytes(UTF_8), "2024-01-02T00:00:00Z");
        shelf.reject("p", 2, "decode", null, new byte[] {(byte) 0xC3, 0x28}, "2024-01-01T00:00:00Z");
        shelf.reject("p", 3, "decode", null, null, "2023-01-01T00:00:00Z");

        Shelf.Answer plain = shelf.get("p/dead-letters");
        assertThat(plain.body().toString()).doesNotContain("decoded", "Decoded", "\"field\"");
        Shelf.Answer answer = shelf.get("p/dead-letters", "decoded", "true");
        assertThat(answer.body().has("notDecoded")).isFalse();
        assertThat(answer.items().get(0).path("decoded").path("s").asString()).isEqualTo("a");
        assertThat(answer.items().get(0).path("field").asString()).isEqualTo("id");
        assertThat(answer.items().get(1).path("decoded").toString()).isEqualTo("{\"id\":1,\"s\":\"b\"}");
        assertThat(answer.items().get(1).has("field")).isFalse();
        assertThat(answer.items().get(2).path("payload").asString()).isEqualTo("wyg=");
        assertThat(answer.items()).hasSize(4);
    }

    @Test
    @DisplayName("All bytes are base64 if that is asked for, and what was no UTF-8 is so once")
    void base64() {
        shelf.reject("p", 0, "decode", "k".getBytes(UTF_8), "d'oh".getBytes(UTF_8), "2024-01-03T00:00:00Z");
        shelf.reject("p", 1, "decode", null, new byte[] {(byte) 0xC3, 0x28}, "2024-01-02T00:00:00Z");
        Shelf.Answer answer = shelf.get("p/dead-letters", "encoding", "base64");
        assertThat(answer.items().get(0).toString())
                .contains(
                        "\"key\":\"aw==\",\"keyEncoding\":\"base64\",\"payload\":\"ZCdvaA==\",\"encoding\":\"base64\"");
        assertThat(answer.items().get(1).path("payload").asString()).isEqualTo("wyg=");
        assertThat(shelf.get("p/dead-letters", "encoding", "hex").status()).isEqualTo(400);
    }

    @Test
    @DisplayName("A record's time that is none shows as the number that it was")
    void timeThatIsNone() {
        shelf.reject("p", 0, "decode", null, null, "2024-01-03T00:00:00Z");
        shelf.postgres
                .sql("UPDATE sluice.dead_letters SET \"timestamp\" = NULL, timestamp_millis = 1764250000000000000")
                .update();
        assertThat(shelf.get("p/dead-letters").items().get(0).toString())
                .contains("\"timestamp\":null,\"timestampMillis\":1764250000000000000,");
    }
}
