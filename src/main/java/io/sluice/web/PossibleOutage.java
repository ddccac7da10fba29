package io.sluice.web;

/**
 * Published when something failed as it does while a service is away. Whoever watches the services looks at them then,
 * instead of at its next turn. Listeners must not block.
 */
public record PossibleOutage() {}
