package io.sluice.stream.format.json;

/** What a value begins with; {@link #END} is the end of an array, where another element could be. */
enum JsonToken {
    OBJECT,
    ARRAY,
    STRING,
    NUMBER,
    TRUE,
    FALSE,
    NULL,
    END
}
