package io.sluice.engine;

import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where Spark runs.
 *
 * @param master local[*], or the URL of a cluster
 * @param properties passed to Spark as they are; they win over what Sluice sets itself
 */
@ConfigurationProperties("sluice.spark")
public record SparkProperties(
        @DefaultValue("local[*]") String master,
        @DefaultValue Map<String, String> properties) {}
