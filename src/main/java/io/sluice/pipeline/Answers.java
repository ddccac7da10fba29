package io.sluice.pipeline;

import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Errors that several operations answer with, for the OpenAPI document. */
final class Answers {

    private Answers() {}

    /** Any operation of this room. */
    @Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
    @Retention(RetentionPolicy.RUNTIME)
    @ApiResponse(responseCode = "503", description = "Postgres cannot be reached, or the pipelines are not read yet")
    @interface Any {}

    /** An operation on the pipeline that the path names. */
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @Any
    @ApiResponse(responseCode = "404", description = "There is no such pipeline")
    @interface OnOne {}

    /** An operation that takes a definition. */
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @ApiResponse(
            responseCode = "400",
            description = "The body is malformed, has an unknown property or a value of the wrong type")
    @ApiResponse(responseCode = "413", description = "The body is too large")
    @ApiResponse(responseCode = "415", description = "The body is not JSON")
    @interface WithBody {}
}
