package io.sluice.stream.store.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import org.bson.Document;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Mongo's answer to listCollections says; the server of the other tests makes ordinary collections only. */
class TargetTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{name: 't', type: 'view', options: {viewOn: 'x'}, info: {readOnly: true}}              | a view",
                "{name: 't', type: 'timeseries', options: {timeseries: {timeField: 'at'}}}              | a timeseries",
                "{name: 't', type: 'collection', options: {capped: true, size: 4096}, info: {}}         | a capped collection",
                "{name: 't', type: 'collection', options: {}, info: {readOnly: false}}                  |",
                "{name: 't'}                                                                            |",
            })
    @DisplayName("a collection that forgets, or is none, is told from an ordinary one")
    void oddities(String collection, String oddity) {
        assertThat(Target.oddity(Document.parse(collection)).orElse(null)).isEqualTo(oddity);
    }
}
