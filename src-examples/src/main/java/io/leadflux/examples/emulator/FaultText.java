package io.leadflux.examples.emulator;

import io.leadflux.examples.terminal.DurationText;
import io.leadflux.reactor.emulator.Response;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads faults such as {@code status=503,rate=0.1,retry-after=2;reset=0.05}.
 *
 * <pre>
 * faults  = fault *( ";" fault )
 * fault   = status *( "," ( rate | delay | retry-after ) )
 *         | ending [ "=" share ] *( "," ( rate | delay ) )
 *         | "delay=" time [ "," rate ]
 *         | "reject=" share
 * status  = ( "status=" | "process-then-status=" ) 200..599
 * ending  = "reset" | "process-then-reset" | "silence" | "process-then-silence"
 * rate    = "rate=" share
 * delay   = "delay=" time
 * retry-after = "retry-after=" 0..86400
 * </pre>
 *
 * A share is a decimal above 0 and at most 1. Without one, every request meets the fault. White space around a part is
 * ignored; everything else that does not match is refused.
 */
final class FaultText implements ITypeConverter<Faults> {

    private static final Map<String, Supplier<Response>> ENDINGS = Map.of(
            "reset", Response::reset,
            "process-then-reset", Response::processThenReset,
            "silence", Response::silence,
            "process-then-silence", Response::processThenSilence);

    private static final Pattern SHARE = Pattern.compile("[01](\\.\\d{1,9})?");
    private static final Pattern STATUS = Pattern.compile("[2-5]\\d\\d");
    private static final Pattern SECONDS = Pattern.compile("\\d{1,5}");
    private static final int MOST_SECONDS = 86_400;

    @Override
    public Faults convert(String text) {
        List<RandomFault> faults = new ArrayList<>();
        BigDecimal rejected = BigDecimal.ZERO;
        for (String part : text.split(";", -1)) {
            List<Setting> settings = settings(part);
            if (settings.get(0).name().equals("reject")) {
                require(rejected.signum() == 0, "'reject' is given twice");
                rejected = share(onlyOne(settings));
            } else {
                faults.add(fault(settings));
            }
        }
        BigDecimal sum = faults.stream().map(RandomFault::rate).reduce(BigDecimal.ZERO, BigDecimal::add);
        require(
                sum.compareTo(BigDecimal.ONE) <= 0,
                "the rates add up to " + sum.toPlainString() + ", but a request meets at most one fault");
        return new Faults(List.copyOf(faults), rejected);
    }

    private static List<Setting> settings(String fault) {
        List<Setting> settings = new ArrayList<>();
        for (String part : fault.split(",", -1)) {
            require(!part.isBlank(), "a fault or a setting is missing");
            int equals = part.indexOf('=');
            String name = (equals < 0 ? part : part.substring(0, equals)).strip();
            require(
                    settings.stream().noneMatch(earlier -> earlier.name().equals(name)),
                    "'" + name + "' is given twice in '" + fault.strip() + "'");
            settings.add(new Setting(
                    name, equals < 0 ? null : part.substring(equals + 1).strip()));
        }
        return settings;
    }

    private static Setting onlyOne(List<Setting> settings) {
        require(settings.size() == 1, "'" + settings.get(0).name() + "' takes no further settings");
        return settings.get(0);
    }

    private static RandomFault fault(List<Setting> settings) {
        Setting what = settings.get(0);
        Response response = response(what);
        BigDecimal rate = ENDINGS.containsKey(what.name()) && what.value() != null ? share(what) : null;
        for (Setting setting : settings.subList(1, settings.size())) {
            if (setting.name().equals("rate")) {
                require(rate == null, "'" + what.name() + "' has its rate twice");
                rate = share(setting);
            } else {
                response = changed(response, what, setting);
            }
        }
        return new RandomFault(rate == null ? BigDecimal.ONE : rate, response);
    }

    private static Response response(Setting what) {
        Supplier<Response> ending = ENDINGS.get(what.name());
        if (ending != null) {
            return ending.get();
        }
        return switch (what.name()) {
            case "status" -> Response.status(status(what));
            case "process-then-status" -> Response.processThenStatus(status(what));
            case "delay" -> Response.process().withDelay(time(what));
            default ->
                throw new TypeConversionException("'" + what.name() + "' is not a fault; faults are status, "
                        + "process-then-status, reset, process-then-reset, silence, "
                        + "process-then-silence, delay, reject");
        };
    }

    private static Response changed(Response response, Setting what, Setting setting) {
        boolean ofStatus = what.name().endsWith("status");
        boolean responds = !what.name().endsWith("silence") && !what.name().equals("delay");
        if (setting.name().equals("delay") && responds) {
            return response.withDelay(time(setting));
        }
        if (setting.name().equals("retry-after") && ofStatus) {
            return response.withRetryAfter(seconds(setting));
        }
        throw new TypeConversionException("'" + what.name() + "' takes no '" + setting.name() + "'");
    }

    private static BigDecimal share(Setting setting) {
        BigDecimal share = SHARE.matcher(setting.text()).matches() ? new BigDecimal(setting.text()) : BigDecimal.ZERO;
        require(
                share.signum() > 0 && share.compareTo(BigDecimal.ONE) <= 0,
                setting + " must be a decimal above 0 and at most 1, such as 0.05");
        return share;
    }

    private static int status(Setting setting) {
        require(STATUS.matcher(setting.text()).matches(), setting + " must be from 200 to 599");
        return Integer.parseInt(setting.text());
    }

    private static Duration time(Setting setting) {
        try {
            return new DurationText().convert(setting.text());
        } catch (TypeConversionException malformed) {
            throw new TypeConversionException(setting + " must be a time such as 20ms or 2s");
        }
    }

    private static int seconds(Setting setting) {
        boolean fits = SECONDS.matcher(setting.text()).matches() && Integer.parseInt(setting.text()) <= MOST_SECONDS;
        require(fits, setting + " must be from 0 to " + MOST_SECONDS + " seconds");
        return Integer.parseInt(setting.text());
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new TypeConversionException(otherwise);
        }
    }

    private record Setting(String name, @Nullable String value) {

        String text() {
            return value == null ? "" : value;
        }

        @Override
        public String toString() {
            return "'" + name + (value == null ? "" : '=' + value) + "'";
        }
    }
}
