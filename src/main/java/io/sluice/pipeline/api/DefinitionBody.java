package io.sluice.pipeline.api;

import io.sluice.pipeline.definition.PipelineDefinition;
import io.sluice.web.Limits;
import io.sluice.web.MaxBody;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.http.MediaType;

/** Documents that the body of a request is a definition. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@MaxBody(Limits.DEFINITION_BYTES)
@RequestBody(
        required = true,
        content =
                @Content(
                        mediaType = MediaType.APPLICATION_JSON_VALUE,
                        schema = @Schema(implementation = PipelineDefinition.class),
                        examples = @ExampleObject(Examples.DEFINITION)))
@interface DefinitionBody {}
