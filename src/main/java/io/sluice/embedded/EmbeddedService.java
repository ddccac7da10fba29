package io.sluice.embedded;

/** What the embedded stack can stand in for. */
public enum EmbeddedService {
    POSTGRES,
    KAFKA,
    MONGO
}
