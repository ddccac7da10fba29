package io.sluice.faults;

import io.sluice.embedded.EmbeddedService;

/** A store that goes back to an older state. */
enum Restore {
    POSTGRES_WHILE_WRITING(EmbeddedService.POSTGRES),
    /** Everything is carried, and no record comes after it. */
    POSTGRES_BETWEEN_BATCHES(EmbeddedService.POSTGRES),
    POSTGRES_WHILE_STOPPED(EmbeddedService.POSTGRES),
    MONGO_WHILE_WRITING(EmbeddedService.MONGO),
    MONGO_BETWEEN_BATCHES(EmbeddedService.MONGO),
    MONGO_WHILE_STOPPED(EmbeddedService.MONGO);

    private final EmbeddedService service;

    Restore(EmbeddedService service) {
        this.service = service;
    }

    EmbeddedService service() {
        return service;
    }
}
