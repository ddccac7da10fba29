package io.sluice.stream.format.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.stream.format.RecordDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.catalyst.InternalRow;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("the real quotes")
class QuotesDecodingTest {

    private static final Path QUOTES = Path.of("../shared/data/quotes.json");
    private static final String[] COLUMNS = {"quote", "character", "image", "characterDirection"};

    @Test
    @DisplayName("decode equal field by field")
    void decodeAll() throws Exception {
        assumeTrue(
                Files.exists(QUOTES),
                "NOT CHECKED AGAINST REAL INPUT: " + QUOTES + " is absent; it holds a JSON array of quotes");
        RecordDecoder decoder = Decoding.decoder(
                "quote STRING NOT NULL, character STRING NOT NULL, image STRING, characterDirection STRING");
        ObjectMapper json = new ObjectMapper();
        JsonNode quotes = json.readTree(QUOTES.toFile());
        assertThat(quotes).hasSize(50);
        for (JsonNode quote : quotes) {
            InternalRow row = decoder.decode(json.writeValueAsBytes(quote));
            for (int i = 0; i < COLUMNS.length; i++) {
                assertThat(row.getUTF8String(i))
                        .hasToString(quote.get(COLUMNS[i]).textValue());
            }
        }
    }
}
