package io.sluice.embedded;

import jakarta.validation.constraints.NotBlank;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where Sluice keeps its files.
 *
 * @param dataDirectory data of the embedded servers and local checkpoints; one process at a time. A text, because
 *     Spring would look for a relative path on the class path first
 */
@Validated
@ConfigurationProperties("sluice")
record DataDirectoryProperties(
        @DefaultValue("./data") @NotBlank String dataDirectory) {}
