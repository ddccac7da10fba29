/**
 * Reads tables of the ledger's database page by page, each page in one snapshot, within bounds of time and size. Public
 * face: {@link io.sluice.results.table.TableList}, read in {@link io.sluice.results.table.TableReads}.
 */
@NullMarked
package io.sluice.results.table;

import org.jspecify.annotations.NullMarked;
