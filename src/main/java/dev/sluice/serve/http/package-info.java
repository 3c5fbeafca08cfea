// SPDX-License-Identifier: Apache-2.0
/** Requests of a browser on this machine, of which only those are taken that know the token. */
@NullMarked
package dev.sluice.serve.http;

import org.jspecify.annotations.NullMarked;
