/** What can go wrong: codes, kinds, and issues located in the author's files. */
@NullMarked
package dev.sluice.error;

import org.jspecify.annotations.NullMarked;
