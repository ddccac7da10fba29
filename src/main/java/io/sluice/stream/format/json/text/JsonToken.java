package io.sluice.stream.format.json.text;

/** What a value begins with; {@link #END} is the end of an array, where another element could be. */
public enum JsonToken {
    OBJECT,
    ARRAY,
    STRING,
    NUMBER,
    TRUE,
    FALSE,
    NULL,
    END
}
