package io.leadflux.reactor.store;

/**
 * What an erasure came to.
 *
 * @param erased how many events it removed, those among them that had been delivered but were still on the disk
 * @param unreadable how many stored events could not be looked at, as their key is missing or they are no events; they
 *     are still stored
 */
public record EraseReport(long erased, long unreadable) {}
