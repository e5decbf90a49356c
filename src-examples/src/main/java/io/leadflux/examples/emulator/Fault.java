package io.leadflux.examples.emulator;

import io.leadflux.reactor.emulator.Response;
import java.math.BigDecimal;

/**
 * One thing that goes wrong.
 *
 * @param rate the share of the requests that it befalls, above 0 and at most 1
 * @param answer what those get
 */
record Fault(BigDecimal rate, Response answer) {}
