package io.sluice.results.query;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.Parameters;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The operation takes the parameters of a {@link Paging}, which the OpenAPI document cannot read from its signature. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Parameters({
    @Parameter(name = "page", in = ParameterIn.QUERY),
    @Parameter(name = "size", in = ParameterIn.QUERY),
    @Parameter(name = "after", in = ParameterIn.QUERY),
    @Parameter(name = "count", in = ParameterIn.QUERY)
})
public @interface PageParameters {}
