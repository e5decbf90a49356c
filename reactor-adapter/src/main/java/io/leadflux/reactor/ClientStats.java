package io.leadflux.reactor;

/**
 * What a client has done since it was built, as one snapshot.
 *
 * <p>At every instant {@code submitted = accepted + invalid + rejected + unauthorized + expired + overflow + closed +
 * queued + inFlight}.
 *
 * @param submitted events that came in
 * @param accepted events that the provider took
 * @param invalid events that broke a rule and were never sent
 * @param rejected events that the provider refused for good
 * @param unauthorized events whose deadline passed while the key was refused
 * @param expired events whose deadline passed for any other reason
 * @param overflow events for which there was no room
 * @param closed events given up because the client was closed or their stream cancelled
 * @param queued events that wait: in an open batch, for a permit, or for another attempt
 * @param inFlight events in a POST that is under way
 * @param requests POSTs begun
 * @param retries POSTs among them that repeated an earlier one
 * @param probes POSTs among them that hunted the culprit of a refused batch
 * @param batches batches sealed
 * @param batchedEvents events in those batches
 * @param callbackFailures calls of the user's consent gate, transformer or listener that threw
 * @param deadLettersLost results that the dead letter handler did not take
 */
public record ClientStats(
        long submitted,
        long accepted,
        long invalid,
        long rejected,
        long unauthorized,
        long expired,
        long overflow,
        long closed,
        long queued,
        long inFlight,
        long requests,
        long retries,
        long probes,
        long batches,
        long batchedEvents,
        long callbackFailures,
        long deadLettersLost) {

    /** Events per sealed batch on average; 0 before the first batch. */
    public double batchFill() {
        return batches == 0 ? 0 : (double) batchedEvents / batches;
    }
}
