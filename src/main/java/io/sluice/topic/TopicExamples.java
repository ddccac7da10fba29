package io.sluice.topic;

/** Examples for the OpenAPI document; the records are those of the tour in the README. */
final class TopicExamples {

    static final String ARRAY = """
            [
              {"quote":"Mind the gate.","character":"Ada Lock","characterDirection":"Right"},
              {"quote":"Still dry.","character":"Ben Weir","characterDirection":"Left"},
              {"quote":"Nobody said this."},
              {"quote":42,"character":"Ben Weir"},
              {"character":"Ada Lock"}
            ]""";

    static final String LINES = """
            {"quote":"Mind the gate.","character":"Ada Lock","characterDirection":"Right"}
            {"quote":"Still dry.","character":"Ben Weir","characterDirection":"Left"}
            {"quote":"Nobody said this."}
            {"quote":42,"character":"Ben Weir"}
            {"character":"Ada Lock"}
            not JSON
            """;

    static final String APPENDED = """
            {"topic": "my_quotes", "records": [{"partition": 0, "offset": 0}, {"partition": 0, "offset": 1}]}""";

    static final String TOPICS = """
            [{"name": "my_quotes", "partitions": [{"partition": 0, "beginningOffset": 0, "endOffset": 6}]}]""";

    static final String RECORDS = """
            [{"partition": 0, "offset": 5, "timestamp": "2026-01-31T08:00:00Z", "key": "tour", "keyEncoding": "utf8", \
            "headers": [], "payload": "{\\"character\\":\\"Ada Lock\\"}", "encoding": "utf8"}]""";

    private TopicExamples() {}
}
