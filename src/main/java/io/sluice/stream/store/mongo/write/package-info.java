/**
 * Rows into a collection, as documents in bulks: encoded, appended or merged by key, and those that Mongo refuses named.
 * Public face: {@link io.sluice.stream.store.mongo.write.MongoWriter}. Runs on executors.
 */
@NullMarked
package io.sluice.stream.store.mongo.write;

import org.jspecify.annotations.NullMarked;
