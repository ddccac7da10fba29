package io.sluice.demo;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The sample records over REST, for feeders to call as they would call a public quote API. */
@RestController
class DemoController {

    private final Quotes quotes;

    DemoController(Quotes quotes) {
        this.quotes = quotes;
    }

    @GetMapping(path = "/demo/quotes", produces = MediaType.APPLICATION_JSON_VALUE)
    List<Quote> listDemoQuotes(@RequestParam(defaultValue = "10") @Min(1) @Max(1000) int count) {
        return quotes.pick(count);
    }
}
