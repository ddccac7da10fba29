package io.sluice.web;

import java.util.function.Predicate;

/**
 * What the outages of a service look like. There is a bean of this type for each service that Sluice stands on; a request
 * that fails with such an exception is answered as PLATFORM_UNAVAILABLE.
 *
 * @param service its name, as it stands in a sentence
 * @param outage whether this very exception, its causes aside, says that the service is away or does no work for now
 */
public record OutageSign(String service, Predicate<Throwable> outage) {}
