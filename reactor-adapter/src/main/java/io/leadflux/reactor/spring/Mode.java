package io.leadflux.reactor.spring;

import reactor.util.Logger;

/** What becomes of the events, by the property {@code leadflux.mode}. Every bean exists in every mode. */
enum Mode {

    /** Events are sent to the provider. */
    LIVE,

    /** Events are validated, batched and counted, and each batch is logged instead of sent. */
    DRY_RUN,

    /** Valid events are taken and dropped. */
    OFF,

    /** Events are sent to an emulator within the application, by the sender that the test kit brings. */
    EMULATED;

    /** Whether a batch leaves the client by the sender of the application. */
    boolean isSending() {
        return this == LIVE || this == EMULATED;
    }

    /** Says at the start that nothing is sent, where that is so. */
    void logTo(Logger log) {
        if (this == DRY_RUN) {
            log.info("leadflux.mode is dry-run: events are validated, batched and counted, and none is sent");
        } else if (this == OFF) {
            log.info("leadflux.mode is off: events are taken and dropped");
        }
    }
}
