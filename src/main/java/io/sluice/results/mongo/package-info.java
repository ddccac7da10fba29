/**
 * Reads documents back from Mongo. Its public face is {@link io.sluice.results.mongo.MongoRows}. Uses the query language,
 * the layout of the store that writes the documents, and flow.
 */
@NullMarked
package io.sluice.results.mongo;

import org.jspecify.annotations.NullMarked;
