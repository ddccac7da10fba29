package io.sluice.pipeline.letters;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.Parameters;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The operation takes the parameters of a {@link LetterFilter}. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Parameters({
    @Parameter(name = "stage", in = ParameterIn.QUERY, schema = @Schema(type = "string")),
    @Parameter(name = "reason", in = ParameterIn.QUERY),
    @Parameter(name = "topic", in = ParameterIn.QUERY),
    @Parameter(name = "partition", in = ParameterIn.QUERY),
    @Parameter(name = "from", in = ParameterIn.QUERY),
    @Parameter(name = "to", in = ParameterIn.QUERY),
    @Parameter(name = "q", in = ParameterIn.QUERY),
    @Parameter(name = "key", in = ParameterIn.QUERY),
    @Parameter(name = "keyEncoding", in = ParameterIn.QUERY)
})
@interface FilterParameters {}
