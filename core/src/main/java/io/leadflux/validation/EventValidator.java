package io.leadflux.validation;

import static java.util.Objects.requireNonNull;

import io.leadflux.event.EventField;
import io.leadflux.event.ServerEvent;
import io.leadflux.event.UserData;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks whether an event may be sent, and if not, lists everything that is wrong with it.
 *
 * <p>A check has no side effects, depends on nothing but the clock, and allocates nothing for a valid event. It takes
 * linear time on any text. A validator is immutable and thread-safe.
 */
public final class EventValidator {

    private static final System.Logger LOG = System.getLogger(EventValidator.class.getName());

    private final int maxStringLength;
    private final Set<Rule> switchedOff;
    private final TimeCheck times;
    private final UrlCheck urls;
    private final DataCheck data;
    private final UserDataCheck users;

    private EventValidator(Builder builder) {
        StringCheck strings = new StringCheck(new PersonalData(builder.switchedOff), builder.maxStringLength);
        this.maxStringLength = builder.maxStringLength;
        this.switchedOff = Collections.unmodifiableSet(EnumSet.copyOf(builder.switchedOff));
        this.times = new TimeCheck(builder.clock, builder.futureTolerance, builder.maximumAge);
        this.urls = new UrlCheck(strings);
        this.data = new DataCheck(strings, builder.currencies, builder.minimumValue, builder.maxValueLength);
        this.users = new UserDataCheck(strings);
    }

    /** A validator with every rule on and every option at its default. */
    public static EventValidator create() {
        return builder().build();
    }

    /** A builder with every rule on and every option at its default. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns every violation, ordered by field; the shared empty list when the event is valid. The list is immutable.
     * Its messages never repeat a value of the event.
     */
    public List<Violation> validate(ServerEvent event) {
        requireNonNull(event, "event");
        boolean textsAreValid = event.isKnownValid() && event.textLength() <= maxStringLength;
        return textsAreValid ? validateOtherFields(event) : validateFully(event);
    }

    /** Checks the fields that {@link ServerEvent#isKnownValid()} says nothing about. */
    private List<Violation> validateOtherFields(ServerEvent event) {
        List<Violation> found = name(event);
        found = times.check(found, event.eventTime());
        found = users.source(found, requireNonNull(event.userData()));
        found = data.check(found, event.name(), event.data());
        return Findings.sealed(found);
    }

    /** Checks every field. */
    List<Violation> validateFully(ServerEvent event) {
        List<Violation> found = name(event);
        found = times.check(found, event.eventTime());
        found = urls.check(found, event.eventSourceUrl());
        found = users.check(found, event.userData());
        found = data.check(found, event.name(), event.data());
        found = dedupeId(found, event.dedupeId(), event.userData());
        return Findings.sealed(found);
    }

    private static List<Violation> name(ServerEvent event) {
        return event.name() != null
                ? Findings.NONE
                : Findings.add(
                        Findings.NONE, EventField.NAME, Rule.NAME_REQUIRED, "is required: page_view or generate_lead");
    }

    private List<Violation> dedupeId(List<Violation> found, @Nullable String dedupeId, @Nullable UserData user) {
        if (dedupeId == null) {
            return found;
        }
        List<Violation> all = users.identifier(found, EventField.DEDUPE_ID, dedupeId);
        return user != null && dedupeId.equals(user.aleid()) && !dedupeId.isBlank()
                ? Findings.add(
                        all,
                        EventField.DEDUPE_ID,
                        Rule.DEDUPE_ID_IS_ALEID,
                        "must differ from aleid, which all events of one click share")
                : all;
    }

    /**
     * Whether {@code text} would be valid as a {@code client_id}, {@code alart}, {@code aleid} or {@code dedupe_id}:
     * not blank, not too long, well-formed, without control characters and personal data.
     *
     * <p>Use it for a value from outside that you want to drop rather than report.
     */
    public boolean acceptsIdentifier(String text) {
        return users.identifier(Findings.NONE, EventField.CLIENT_ID, requireNonNull(text, "text")) == Findings.NONE;
    }

    /**
     * Whether {@code text} would be valid as a {@code client_user_agent}: as {@link #acceptsIdentifier(String)}, except
     * that only an e-mail address counts as personal data.
     */
    public boolean acceptsUserAgent(String text) {
        return users.userAgent(Findings.NONE, requireNonNull(text, "text")) == Findings.NONE;
    }

    /** The most characters (UTF-16 units) of any string; see {@link Builder#maxStringLength(int)}. */
    public int maxStringLength() {
        return maxStringLength;
    }

    /** The personal-data rules that are switched off; none by default. Immutable. */
    public Set<Rule> switchedOff() {
        return switchedOff;
    }

    /** The rules that are switched off. */
    @Override
    public String toString() {
        return "EventValidator{switchedOff=" + switchedOff + '}';
    }

    /** Collects the options of an {@link EventValidator}; not thread-safe. */
    public static final class Builder {

        private static final Duration MILLISECOND = Duration.ofMillis(1);
        private static final Duration YEAR = Duration.ofDays(365);

        private final Set<Rule> switchedOff = EnumSet.noneOf(Rule.class);
        private InstantSource clock = InstantSource.system();
        private Duration futureTolerance = Duration.ofMinutes(5);
        private @Nullable Duration maximumAge;
        private Currencies currencies = Currencies.inUse();
        private BigDecimal minimumValue = BigDecimal.ZERO;
        private int maxStringLength = 2_048;
        private int maxValueLength = 64;

        private Builder() {}

        /**
         * Default: the system's clock. The clock that {@code event_time} is compared with; it must be thread-safe. It
         * is not read for an event that is earlier than its last reading, unless there is a {@link
         * #maximumAge(Duration)}.
         */
        public Builder clock(InstantSource clock) {
            this.clock = requireNonNull(clock, "clock");
            return this;
        }

        /**
         * Default: 5 minutes. How far {@code event_time} may lie in the future, since clocks differ; from 0 to 365
         * days, truncated to milliseconds.
         */
        public Builder futureTolerance(Duration futureTolerance) {
            this.futureTolerance = Range.require("futureTolerance", futureTolerance, Duration.ZERO, YEAR);
            return this;
        }

        /**
         * Default: none, since the provider publishes none. How far {@code event_time} may lie in the past; from 1 ms
         * to 3,650 days, truncated to milliseconds.
         */
        public Builder maximumAge(Duration maximumAge) {
            this.maximumAge = Range.require("maximumAge", maximumAge, MILLISECOND, YEAR.multipliedBy(10));
            return this;
        }

        /**
         * Default: none. Currencies to accept besides those of Leadflux's dated list of ISO 4217, such as a newer one;
         * three upper-case letters each. Several calls add up.
         */
        public Builder additionalCurrencies(String... codes) {
            Currencies extended = currencies;
            for (String code : codes) {
                extended = extended.with(code);
            }
            this.currencies = extended;
            return this;
        }

        /** Default: 0. The least {@code data.value}; at most 64 characters when written without an exponent. */
        public Builder minimumValue(BigDecimal minimumValue) {
            if (DataCheck.plainLength(minimumValue) > 64) {
                throw new IllegalArgumentException("minimumValue must have at most 64 characters, not " + minimumValue);
            }
            this.minimumValue = minimumValue;
            return this;
        }

        /** Default: 2,048. The most characters (UTF-16 units) of any string; from 1 to 1,048,576. */
        public Builder maxStringLength(int maxStringLength) {
            this.maxStringLength = Range.require("maxStringLength", maxStringLength, 1, 1 << 20);
            return this;
        }

        /**
         * Default: 64. The most characters of {@code data.value} when written without an exponent, with sign and point;
         * from 1 to 1,024. This keeps {@code 1E+999999999} from filling the memory.
         */
        public Builder maxValueLength(int maxValueLength) {
            this.maxValueLength = Range.require("maxValueLength", maxValueLength, 1, 1_024);
            return this;
        }

        /**
         * Default: every rule is on. Switches off one personal-data rule, if your ids look like personal data but are
         * not. {@link #build()} then logs a warning that names the rule; {@link EventValidator#switchedOff()} lists it.
         *
         * @throws IllegalArgumentException when the rule is not a {@linkplain Rule#isPersonalData() personal-data rule}
         */
        public Builder switchOff(Rule rule) {
            if (!rule.isPersonalData()) {
                throw new IllegalArgumentException("only a personal-data rule can be switched off, not " + rule);
            }
            switchedOff.add(rule);
            return this;
        }

        /** The immutable validator; logs one warning if rules are switched off. You can go on using the builder. */
        public EventValidator build() {
            if (!switchedOff.isEmpty()) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "Personal-data rules are switched off: " + switchedOff
                                + ". The provider forbids e-mail and phone, plain or hashed, anywhere in an event.");
            }
            return new EventValidator(this);
        }
    }
}
