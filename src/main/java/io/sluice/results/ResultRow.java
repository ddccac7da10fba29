package io.sluice.results;

import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.AdditionalPropertiesValue;

/** How the OpenAPI document shows a stored row, whose columns are the pipeline's own. */
@Schema(
        name = "ResultRow",
        description = "A stored row: the pipeline's output columns and the source position",
        type = "object",
        additionalProperties = AdditionalPropertiesValue.TRUE)
interface ResultRow {}
