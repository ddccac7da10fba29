/**
 * What a store is to everybody else: how its targets come to be and go, the writers that fill them, what is noted of them.
 * A store is a room in here and a {@link io.sluice.stream.store.Store}; {@link io.sluice.stream.store.Stores} has those that
 * there are.
 */
@NullMarked
package io.sluice.stream.store;

import org.jspecify.annotations.NullMarked;
