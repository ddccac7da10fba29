/**
 * The collections of sinks: where things stand in their documents, which values BSON can hold, whose a collection is.
 * Public face: {@link io.sluice.stream.store.mongo.layout.DocumentLayout} for whoever reads the documents too; the rest
 * is for the store and its writers.
 */
@NullMarked
package io.sluice.stream.store.mongo.layout;

import org.jspecify.annotations.NullMarked;
