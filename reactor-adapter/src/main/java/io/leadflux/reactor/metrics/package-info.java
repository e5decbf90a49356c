/**
 * Metrics and observations by Micrometer, with or without Spring. Needs micrometer-core, which is optional for
 * Leadflux.
 *
 * <p>{@link io.leadflux.reactor.metrics.LeadfluxMetrics} meters a client;
 * {@link io.leadflux.reactor.metrics.ObservedEventSender} makes an observation of each POST.
 */
@NullMarked
package io.leadflux.reactor.metrics;

import org.jspecify.annotations.NullMarked;
