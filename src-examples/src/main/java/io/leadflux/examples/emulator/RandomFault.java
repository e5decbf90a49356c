package io.leadflux.examples.emulator;

import io.leadflux.reactor.emulator.Response;
import java.math.BigDecimal;

/**
 * A fault that a share of the requests meets.
 *
 * @param rate the share of the requests, above 0 and at most 1
 * @param response what those requests get
 */
record RandomFault(BigDecimal rate, Response response) {}
