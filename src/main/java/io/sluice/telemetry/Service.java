package io.sluice.telemetry;

/** A service that Sluice stands on. */
enum Service {
    KAFKA("Kafka"),
    POSTGRES("Postgres"),
    MONGO("Mongo");

    private final String title;

    Service(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }
}
