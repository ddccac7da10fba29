package io.sluice.telemetry;

import io.sluice.web.ApiTags;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The platform over REST. */
@Tag(name = ApiTags.PLATFORM)
@RestController
class PlatformController {

    private final Addresses addresses;
    private final PlatformMonitor monitor;
    private final SparkStatus spark;

    PlatformController(Addresses addresses, PlatformMonitor monitor, SparkStatus spark) {
        this.addresses = addresses;
        this.monitor = monitor;
        this.spark = spark;
    }

    @Operation(
            operationId = "getPlatform",
            summary = "See where things are",
            description = "The addresses of Kafka, Postgres, Mongo and Spark, whether Sluice runs them itself, and "
                    + "whether they could be reached when they were checked last, some seconds ago. Never a password.")
    @GetMapping(path = "/api/v1/platform", produces = MediaType.APPLICATION_JSON_VALUE)
    Platform platform() {
        return new Platform(
                addresses.kafka(monitor.of(Service.KAFKA)),
                addresses.postgres(monitor.of(Service.POSTGRES)),
                addresses.mongo(monitor.of(Service.MONGO)),
                spark.now());
    }
}
