/** What stands beside the code and runs it: image, compose stack, dashboards and alerts, checked without running them. */
@NullMarked
package io.sluice.deploy;

import org.jspecify.annotations.NullMarked;
