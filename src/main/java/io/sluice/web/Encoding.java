package io.sluice.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;

/** How bytes are written in JSON. */
@Schema(enumAsRef = true)
public enum Encoding {
    @JsonProperty("utf8")
    UTF8,
    @JsonProperty("base64")
    BASE64
}
