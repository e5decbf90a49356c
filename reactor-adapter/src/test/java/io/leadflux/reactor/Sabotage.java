package io.leadflux.reactor;

/** What is broken in a simulated world on purpose, so that a test sees each oracle find it. */
enum Sabotage {
    NONE,

    /** Each timer of the client fires half a second too late. */
    LATE_TIMERS,

    /** The client's scheduler keeps a timer that nothing needs. */
    STRAY_TIMER,

    /** Some requests never end. */
    LOST_RESPONSES,

    /** Some requests of other clients on the same limit never end. */
    LOST_RESPONSES_OF_NEIGHBOURS,

    /** Once all is well again, the key supplier never replies. */
    SILENT_KEYS,

    /** Once all is well again, every request still gets a 503. */
    LASTING_OUTAGE,

    /** Some batches are acknowledged and not taken. */
    FALSE_ACKNOWLEDGEMENTS,

    /** Some batches are taken twice. */
    SECRET_DOUBLES,

    /** The count of the results misses some. */
    UNCOUNTED_RESULTS
}
