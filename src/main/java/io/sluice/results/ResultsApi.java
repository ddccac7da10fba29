package io.sluice.results;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.Parameters;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What the OpenAPI document cannot read from the signatures of this room: parameters that are taken out of a map of all. */
final class ResultsApi {

    /** The handler of the lists, by whose name the document knows it. */
    static final String LIST_ID = "listResults";

    /** A page with one item. */
    static final String PAGE = "{\"items\": [%s], \"page\": 0, \"size\": 50, \"total\": 1}";

    private ResultsApi() {}

    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @Parameters({@Parameter(name = "sort", in = ParameterIn.QUERY), @Parameter(name = "filter", in = ParameterIn.QUERY)
    })
    @interface ListParameters {}
}
