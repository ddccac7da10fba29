/**
 * Serves the dashboard, which the build bundles out of {@code src/main/web}: one page for all of its addresses, and the
 * files that it loads. It knows nothing of pipelines; what the page shows it asks of the API, as anybody can.
 */
@NullMarked
package io.sluice.dashboard;

import org.jspecify.annotations.NullMarked;
