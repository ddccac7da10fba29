/**
 * Writes rows as documents into a MongoDB collection, each row at most once. Public face: {@link
 * io.sluice.stream.store.mongo.MongoStore}, and for readers of the documents {@link
 * io.sluice.stream.store.mongo.DocumentLayout}. Depends on flow, Spark's types and the Mongo driver; runs on executors.
 */
@NullMarked
package io.sluice.stream.store.mongo;

import org.jspecify.annotations.NullMarked;
