package io.sluice.results;

import io.sluice.results.query.Paging;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.Parameters;
import io.swagger.v3.oas.annotations.enums.Explode;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What the OpenAPI document says of this room. */
final class ResultsApi {

    static final String LIST_ID = "listResults";

    static final String LIST = """
            Stored rows, by default in the order of their source position (partition, offset, ordinal, topic). Filters \
            and sort keys are the pipeline's output columns and _topic, _partition, _offset and _ordinal. All stores \
            answer alike: text is compared by its bytes, a null sorts before any value and is found by `ne`.""";

    static final String AFTER = """
            Goes on by cursor instead of by `page`: the `next` of the page before, with the same sort and filters. Every \
            page costs the same, and rows that are appended meanwhile move none. `begin` begins a walk through \
            everything: stored rows then come, unless `sort` says otherwise, in the order of the store's own key, which \
            is fast without any further index.""";

    static final String COUNT = """
            What `total` is: `exact` looks at every row; `estimate` is what the store knows without looking; `none` \
            leaves it out. The default is exact, with `after` none. Where the page shows by itself how many there are, \
            the answer is exact.""";

    static final String FIND = """
            Finds what a record of the topic became. A record that yields several rows has several ordinals; without \
            the parameter `ordinal` the first is answered. In upsert mode a position finds the row that it wrote last. Where \
            there is no row, the answer says why: rejected and for what reason, not read yet, filtered, overwritten.""";

    /** A page with one item. */
    static final String PAGE = "{\"items\": [%s], \"page\": 0, \"size\": 50, \"total\": 1}";

    static final String DEAD_LETTER_PAGE = """
            {"items": [{"topic": "my_quotes", "partition": 0, "offset": 3, "timestamp": "2026-03-01T10:15:29.870Z", \
            "stage": "decode", "reason": "field \\"quote\\": 42 is not a STRING", "key": "tour", "keyEncoding": "utf8", \
            "payload": "{\\"quote\\":42,\\"character\\":\\"Ben Weir\\"}", "encoding": "utf8", \
            "rejectedAt": "2026-03-01T10:15:30.123456Z"}], "page": 0, "size": 50, "total": 1}""";

    private ResultsApi() {}

    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @Parameters({
        @Parameter(
                name = "page",
                in = ParameterIn.QUERY,
                description = "The page's number, from 0",
                schema = @Schema(type = "integer", format = "int32", minimum = "0", defaultValue = "0"),
                example = "0"),
        @Parameter(
                name = "size",
                in = ParameterIn.QUERY,
                description = "How many rows a page has at most",
                schema =
                        @Schema(
                                type = "integer",
                                format = "int32",
                                minimum = "1",
                                maximum = "1000",
                                defaultValue = "50"),
                example = "50"),
        @Parameter(
                name = "after",
                in = ParameterIn.QUERY,
                description = AFTER,
                schema = @Schema(type = "string"),
                example = Paging.BEGIN),
        @Parameter(
                name = "count",
                in = ParameterIn.QUERY,
                description = COUNT,
                schema =
                        @Schema(
                                type = "string",
                                allowableValues = {"exact", "estimate", "none"}),
                example = "exact")
    })
    @interface PageParameters {}

    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @Parameters({
        @Parameter(
                name = "sort",
                in = ParameterIn.QUERY,
                explode = Explode.TRUE,
                description = "`column`, `column,asc` or `column,desc`; repeat it for further sort keys",
                array = @ArraySchema(schema = @Schema(type = "string")),
                examples = @ExampleObject(name = "longest first", value = "[\"size,desc\"]")),
        @Parameter(
                name = "filter",
                in = ParameterIn.QUERY,
                explode = Explode.TRUE,
                description = """
                        `column:op:value`; repeat it, and all must hold. `eq ne lt le gt ge` compare; `like` takes % \
                        for any text and _ for any character, a backslash before them makes them themselves; `in` takes \
                        values separated by commas, `\\,` is a comma in a value and `\\\\` a backslash; `isnull` takes \
                        true or false. Times are ISO 8601, in UTC unless they say otherwise; binary is base64.""",
                array = @ArraySchema(schema = @Schema(type = "string")),
                examples = {
                    @ExampleObject(name = "one character's", value = "[\"character:eq:Ada Lock\"]"),
                    @ExampleObject(name = "a range", value = "[\"size:ge:10\", \"size:lt:100\"]"),
                    @ExampleObject(name = "text within", value = "[\"quote:like:%gate%\"]")
                })
    })
    @interface ListParameters {}

    @Target(ElementType.PARAMETER)
    @Retention(RetentionPolicy.RUNTIME)
    @Parameter(description = "The pipeline's name", example = "my_quotes")
    @interface PipelineName {}
}
