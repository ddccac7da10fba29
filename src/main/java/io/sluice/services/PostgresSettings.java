package io.sluice.services;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What a user can set of the way to Postgres, beside {@code spring.datasource}.
 *
 * @param sslBundle of spring.ssl.bundle: with it the connection is encrypted, and the server's certificate and name are
 *     checked
 */
@ConfigurationProperties("sluice.postgres")
record PostgresSettings(@Nullable String sslBundle) {}
