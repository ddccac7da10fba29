package io.sluice.topic;

import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.AdditionalPropertiesValue;

/** How the OpenAPI document shows the value of a record. */
@Schema(
        name = "RecordValue",
        description = "The value of a record. Any JSON is taken; pipelines read objects.",
        type = "object",
        additionalProperties = AdditionalPropertiesValue.TRUE,
        example = "{\"quote\":\"Mind the gate.\",\"character\":\"Ada Lock\"}")
interface RecordValue {}
