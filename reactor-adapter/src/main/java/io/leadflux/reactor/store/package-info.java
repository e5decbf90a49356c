/**
 * Events on the disk: what outlives an outage, a crash and a full disk.
 *
 * <p><b>For users:</b> {@link io.leadflux.reactor.store.EventStore} with its builder, {@link
 * io.leadflux.reactor.store.NewEvent} and {@link io.leadflux.reactor.store.StoredEvent}, what goes in and comes out; {@link
 * io.leadflux.reactor.store.StoreException}, {@link io.leadflux.reactor.store.StoreStats}, {@link
 * io.leadflux.reactor.store.EraseReport}; and what you implement, {@link io.leadflux.reactor.store.StoreListener} with
 * {@link io.leadflux.reactor.store.DropReason}, and {@link io.leadflux.reactor.store.EncryptionKeys}. Everything else is
 * package-private.
 *
 * <p><b>On the disk</b> there are segments of 16 MiB with one record for each event, and beside each a side log of what
 * became of them. There is no index and no ledger: the directory and its segments are the state. A segment all of whose
 * events are acknowledged is removed whole, which needs no space.
 */
@NullMarked
package io.leadflux.reactor.store;

import org.jspecify.annotations.NullMarked;
