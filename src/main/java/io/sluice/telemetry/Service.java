package io.sluice.telemetry;

import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A service that Sluice stands on. A bean of this type is all that the platform's watch and document need of one; its
 * part in readiness is {@link PlatformMonitor#health}.
 *
 * @param name of its part in the platform document, in lower case
 * @param title its name in a sentence
 * @param addressProperty where it is; where that is not set, Sluice runs the service itself
 * @param address where it is: a record that the API document describes; never a password
 * @param check makes what looks whether it answers, from how long it may take to
 */
public record Service(
        String name, String title, String addressProperty, Supplier<Object> address, Function<Duration, Check> check) {}
