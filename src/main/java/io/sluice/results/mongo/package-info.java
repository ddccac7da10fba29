/**
 * Reads documents back from Mongo. Its public face is {@link io.sluice.results.mongo.MongoRows}. Uses the query language,
 * flow and web.
 */
@NullMarked
package io.sluice.results.mongo;

import org.jspecify.annotations.NullMarked;
