package io.leadflux.reactor;

import static java.util.Objects.requireNonNull;

import io.leadflux.delivery.DeliveryResult;
import io.leadflux.event.EventName;
import io.leadflux.event.ServerEvent;
import io.leadflux.reactor.SinkLane.Section;
import io.leadflux.validation.Violation;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Sinks;

/**
 * What was taken out of a {@link SinkLane}: an event, which may be sent, when it came in and who waits for its result. It is
 * moved from place to place, and reads what it tells there: whoever takes many needs one.
 */
final class SinkEntry implements Arrival {

    /** The source of what nobody waits for. */
    static final Object NOBODY = new Object();

    /** Beside a byte for each character of its texts: about what every event takes in memory and on the wire. */
    private static final int FIXED_BYTES = 300;

    private static final int NOWHERE = -1;

    private @Nullable Section section;
    private int place = NOWHERE;

    /** Stands for the element at {@code place}, which has been taken, until it is moved on or lets go. */
    void moveTo(Section section, int place) {
        letGo();
        if (this.section != section) {
            this.section = section;
        }
        this.place = place;
    }

    /** Empties its place. */
    void letGo() {
        if (place != NOWHERE) {
            section().empty(place);
            place = NOWHERE;
        }
    }

    private Section section() {
        return requireNonNull(section, "section");
    }

    static boolean isLead(ServerEvent event) {
        return event.name() == EventName.GENERATE_LEAD;
    }

    /** The room that an event takes. */
    static int bytesOf(ServerEvent event) {
        return FIXED_BYTES + event.textLength();
    }

    int bytes() {
        return bytesOf(event());
    }

    /** Who waits for the result, so that nothing else of the entry is kept once its event is in a batch. */
    @Override
    public Object source() {
        return section().source(place);
    }

    @Override
    public ServerEvent event() {
        return section().event(place);
    }

    @Override
    public boolean isOurs() {
        return true;
    }

    @Override
    public List<Violation> violations() {
        return List.of();
    }

    @Override
    public long arrivedAt(long now) {
        return section().arrivedAt(place);
    }

    /** Tells whoever waits; a result that nobody waits for is never made. */
    static Object answer(Object source, Settlement settlement, int index) {
        if (source != NOBODY) {
            answer(source, settlement.result(index));
        }
        return source;
    }

    @SuppressWarnings("unchecked") // a source is nobody, or one who waits for a result
    static void answer(Object source, DeliveryResult result) {
        if (source != NOBODY) {
            ((Sinks.One<DeliveryResult>) source).tryEmitValue(result);
        }
    }
}
