package io.sluice.demo;

import io.swagger.v3.oas.annotations.media.Schema;

/** A sample record, in the shape of the public quote APIs. */
@Schema(description = "A sample record")
record Quote(
        @Schema(
                description = "What was said",
                example = "Water has patience; I only have a winch.",
                requiredMode = Schema.RequiredMode.REQUIRED)
        String quote,

        @Schema(description = "Who said it", example = "Ada Lock", requiredMode = Schema.RequiredMode.REQUIRED)
        String character,

        @Schema(
                description = "The address of a picture; there is none",
                format = "uri",
                example = "https://example.org/sluice/ada-lock.png",
                requiredMode = Schema.RequiredMode.REQUIRED)
        String image,

        @Schema(
                description = "Where the character looks",
                allowableValues = {"Left", "Right"},
                example = "Right",
                requiredMode = Schema.RequiredMode.REQUIRED)
        String characterDirection) {}
