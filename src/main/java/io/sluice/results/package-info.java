/**
 * Reads back what the pipelines stored, over REST. Its public face are the operations under {@code
 * /pipelines/{name}/results}; what can be asked is in {@code results.query}, and each store is read in a room of its own. Never uses the engine.
 */
@NullMarked
package io.sluice.results;

import org.jspecify.annotations.NullMarked;
