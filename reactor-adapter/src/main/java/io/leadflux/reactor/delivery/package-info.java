/**
 * What becomes of a batch: when it is sent, and what follows each response.
 *
 * <p><b>For users:</b> {@link io.leadflux.reactor.delivery.EventSender}, which carries a batch, with its {@link
 * io.leadflux.reactor.delivery.SendResult}; {@link io.leadflux.reactor.delivery.ApiKeySupplier}, {@link
 * io.leadflux.reactor.delivery.DeadLetterHandler}, {@link io.leadflux.reactor.delivery.DeliveryListener}, {@link
 * io.leadflux.reactor.delivery.ConcurrencyLimit}, {@link io.leadflux.reactor.delivery.ClientStats} and {@link
 * io.leadflux.reactor.delivery.Health}.
 *
 * <p><b>For {@code io.leadflux.reactor} alone,</b> and no API: {@link io.leadflux.reactor.delivery.DeliveryEngine}, with
 * {@link io.leadflux.reactor.delivery.DeliveryOptions}, {@link io.leadflux.reactor.delivery.OutboundBatch}, {@link
 * io.leadflux.reactor.delivery.PermitRequest}, {@link io.leadflux.reactor.delivery.Completion}, {@link
 * io.leadflux.reactor.delivery.CallbackGuard}, {@link io.leadflux.reactor.delivery.Timing} and {@link
 * io.leadflux.reactor.delivery.DeadlineTimer}.
 */
@NullMarked
package io.leadflux.reactor.delivery;

import org.jspecify.annotations.NullMarked;
