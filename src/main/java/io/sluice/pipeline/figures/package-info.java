/**
 * What is measured of pipelines, kept for a while: rates, rejected records of the last hour, how far they are behind, and
 * how their schemas compare with the records of their topics. Public face: {@link
 * io.sluice.pipeline.figures.RecentFigures}, {@link io.sluice.pipeline.figures.LagWatch} and {@link io.sluice.pipeline.figures.ColumnWatch}.
 */
@NullMarked
package io.sluice.pipeline.figures;

import org.jspecify.annotations.NullMarked;
