/**
 * MongoDB as a store. Public face: {@link io.sluice.stream.store.mongo.MongoStore}; its collections are {@code layout},
 * its writers {@code write}. Has the clients of this JVM, and the marks by which a restored Mongo is noticed.
 */
@NullMarked
package io.sluice.stream.store.mongo;

import org.jspecify.annotations.NullMarked;
