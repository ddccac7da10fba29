/**
 * How Kafka, Postgres and Mongo are reached: what the operator configures once of addresses, logins and certificates, for
 * everybody who connects, on executors, too. Its public face are its beans.
 */
@NullMarked
package io.sluice.services;

import org.jspecify.annotations.NullMarked;
