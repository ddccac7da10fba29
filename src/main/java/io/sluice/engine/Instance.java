package io.sluice.engine;

import java.lang.management.ManagementFactory;
import java.util.UUID;

/**
 * This run of the application, among all that ever used its database.
 *
 * @param id new with every run
 * @param name for people: process and host, {@code 4711@gate1}
 */
public record Instance(UUID id, String name) {

    public static Instance ofThisProcess() {
        return new Instance(
                UUID.randomUUID(), ManagementFactory.getRuntimeMXBean().getName());
    }
}
