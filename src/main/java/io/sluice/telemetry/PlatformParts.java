package io.sluice.telemetry;

import java.util.Map;

/** What Sluice stands on, part by part, as the API shows it. Thread-safe. */
@FunctionalInterface
public interface PlatformParts {

    /** Every part by its name, as it was seen last: values that can be written as JSON. Asks no server. */
    Map<String, Object> now();
}
