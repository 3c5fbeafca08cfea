/** Makes audited data visible in production. */
@NullMarked
package dev.sluice.promote;

import org.jspecify.annotations.NullMarked;
