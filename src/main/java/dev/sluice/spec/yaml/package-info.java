/** YAML as located nodes, and the grammar they are read against. */
@NullMarked
package dev.sluice.spec.yaml;

import org.jspecify.annotations.NullMarked;
