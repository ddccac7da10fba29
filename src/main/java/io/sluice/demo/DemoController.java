package io.sluice.demo;

import io.sluice.web.ApiTags;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The sample records over REST, for feeders to call as they would call a public quote API. */
@Tag(name = ApiTags.DEMO)
@RestController
class DemoController {

    private static final String EXAMPLE = """
            [{"quote": "Water has patience; I only have a winch.", "character": "Ada Lock", \
            "image": "https://example.org/sluice/ada-lock.png", "characterDirection": "Right"}]""";

    private final Quotes quotes;

    DemoController(Quotes quotes) {
        this.quotes = quotes;
    }

    @Operation(
            operationId = "listDemoQuotes",
            summary = "Get sample records",
            description = "Quotes by invented characters at random, as a JSON array; none comes twice before all came. "
                    + "Always there, whether the demonstration runs or not.")
    @ApiResponse(
            responseCode = "200",
            description = "The quotes",
            content =
                    @Content(
                            array = @ArraySchema(schema = @Schema(implementation = Quote.class)),
                            examples = @ExampleObject(EXAMPLE)))
    @GetMapping(path = "/demo/quotes", produces = MediaType.APPLICATION_JSON_VALUE)
    List<Quote> quotes(
            @Parameter(description = "How many", example = "10") @RequestParam(defaultValue = "10") @Min(1) @Max(1000)
                    int count) {
        return quotes.pick(count);
    }
}
