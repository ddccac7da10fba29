package io.sluice.topic;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How bytes are written in JSON. */
enum Encoding {
    @JsonProperty("utf8")
    UTF8,
    @JsonProperty("base64")
    BASE64
}
