/** When an event may be sent: every rule of the provider and of the policy behind it, checked without side effects. */
@NullMarked
package io.leadflux.validation;

import org.jspecify.annotations.NullMarked;
