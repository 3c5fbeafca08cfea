// SPDX-License-Identifier: Apache-2.0
package dev.sluice.launch;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** How an option looks in the console of Dataflow, beside what Beam's own annotations say. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface TemplateParameter {
  /** Where it stands among the others, from 1. */
  int order();

  String label();

  /** One of Dataflow's types of parameters. */
  String type() default "TEXT";

  /** What a value must look like, as a whole. */
  String regex() default "";

  /** The only values, for the type ENUM. */
  String[] values() default {};
}
