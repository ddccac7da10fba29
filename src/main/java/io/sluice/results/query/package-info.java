/**
 * What can be asked of stored rows, whatever store they are in: filters, sort keys, cursors and pages, as callers write
 * them and as stores are asked. Its public face for a store is {@link io.sluice.results.query.StoreReader}. Uses flow
 * and web.
 */
@NullMarked
package io.sluice.results.query;

import org.jspecify.annotations.NullMarked;
