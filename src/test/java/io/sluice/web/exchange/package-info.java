@NullMarked
package io.sluice.web.exchange;

import org.jspecify.annotations.NullMarked;
