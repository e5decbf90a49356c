package io.leadflux.validation;

import io.leadflux.event.CharTraits;
import io.leadflux.event.ClientAddress;
import io.leadflux.event.EventField;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rules for {@code client_ip_address}: one IP literal and nothing around it.
 *
 * <p>A valid address is recognised at once. From any other, white space, brackets, port, prefix length, zone and
 * leading zeros are removed in turn. If a literal is left, each removed part is a violation; if not, the
 * only violation is that the text is not an address.
 */
final class AddressCheck {

    private final StringCheck strings;

    AddressCheck(StringCheck strings) {
        this.strings = strings;
    }

    List<Violation> check(List<Violation> found, @Nullable String address) {
        if (address == null) {
            return add(found, Rule.ADDRESS_REQUIRED, "is required: the browser's IPv4 or IPv6 address");
        }
        return ClientAddress.isLiteral(address) && !strings.isTooLong(address) ? found : explain(found, address);
    }

    private List<Violation> explain(List<Violation> found, String address) {
        int traits = CharTraits.of(address);
        if (CharTraits.isBlank(traits)) {
            return add(found, Rule.ADDRESS_REQUIRED, "must not be blank: the browser's IPv4 or IPv6 address");
        }
        List<Violation> all = ClientAddress.isLiteral(address)
                ? found
                : isList(address)
                        ? add(found, Rule.ADDRESS_LIST, "must be one address, not a list: the browser's")
                        : new Peeling(address).report(found);
        return strings.text(all, EventField.CLIENT_IP_ADDRESS, address, traits);
    }

    private static boolean isList(String address) {
        if (address.indexOf(',') >= 0 || address.indexOf(';') >= 0) {
            return true;
        }
        String[] words = address.strip().split("\\s+", 3);
        return words.length > 1 && ClientAddress.isLiteral(words[0]) && ClientAddress.isLiteral(words[1]);
    }

    private static List<Violation> add(List<Violation> found, Rule rule, String message) {
        return Findings.add(found, EventField.CLIENT_IP_ADDRESS, rule, message);
    }

    /** An address without the parts that do not belong to it, and which parts these were. */
    private static final class Peeling {

        private String rest;
        private final boolean space;
        private boolean control;
        private boolean brackets;
        private boolean port;
        private boolean prefix;
        private boolean zone;
        private boolean leadingZero;

        Peeling(String address) {
            rest = withoutWhiteSpace(address);
            space = address.length() > rest.length() && !control;
            peelPrefix();
            peelPort();
            peelBrackets();
            peelPrefix();
            peelZone();
            peelLeadingZeros();
        }

        List<Violation> report(List<Violation> found) {
            if (!ClientAddress.isLiteral(rest)) {
                return add(found, Rule.ADDRESS_NOT_LITERAL, "must be one IPv4 or IPv6 literal");
            }
            List<Violation> all = found;
            all = addIf(space, all, Rule.ADDRESS_SPACE, "must hold no spaces");
            all = addIf(brackets, all, Rule.ADDRESS_BRACKETS, "must have no brackets");
            all = addIf(port, all, Rule.ADDRESS_PORT, "must have no port");
            all = addIf(prefix, all, Rule.ADDRESS_CIDR, "must be one address, not a network with a prefix length");
            all = addIf(zone, all, Rule.ADDRESS_ZONE, "must have no zone, the part from '%' on");
            return addIf(leadingZero, all, Rule.ADDRESS_LEADING_ZERO, "must have no leading zeros in its numbers");
        }

        private static List<Violation> addIf(boolean broken, List<Violation> found, Rule rule, String message) {
            return broken ? add(found, rule, message) : found;
        }

        // Control characters have their own rule, so they do not count as spaces.
        private String withoutWhiteSpace(String address) {
            StringBuilder kept = new StringBuilder();
            boolean spaces = false;
            for (int i = 0; i < address.length(); i++) {
                char c = address.charAt(i);
                if (Character.isISOControl(c)) {
                    control = true;
                } else if (CharTraits.isWhiteSpace(c)) {
                    spaces = true;
                } else {
                    kept.append(c);
                }
            }
            control &= !spaces;
            return kept.toString();
        }

        private void peelPrefix() {
            int slash = rest.lastIndexOf('/');
            if (slash > 0 && areDigits(rest, slash + 1, 3)) {
                rest = rest.substring(0, slash);
                prefix = true;
            }
        }

        private void peelPort() {
            int colon = rest.lastIndexOf(':');
            boolean afterBracket = colon > 0 && rest.charAt(colon - 1) == ']';
            boolean onlyColon = colon > 0 && rest.indexOf(':') == colon;
            if ((afterBracket || onlyColon) && areDigits(rest, colon + 1, 5)) {
                rest = rest.substring(0, colon);
                port = true;
            }
        }

        private void peelBrackets() {
            if (rest.startsWith("[") && rest.endsWith("]")) {
                rest = rest.substring(1, rest.length() - 1);
                brackets = true;
            }
        }

        private void peelZone() {
            int percent = rest.indexOf('%');
            if (percent > 0) {
                rest = rest.substring(0, percent);
                zone = true;
            }
        }

        private void peelLeadingZeros() {
            StringBuilder kept = new StringBuilder();
            int dotted = rest.indexOf('.') < 0 ? rest.length() : rest.lastIndexOf(':') + 1;
            boolean numberBegins = true;
            for (int i = 0; i < rest.length(); i++) {
                char c = rest.charAt(i);
                boolean digitFollows = i + 1 < rest.length() && isDigit(rest.charAt(i + 1));
                boolean superfluous = i >= dotted && numberBegins && c == '0' && digitFollows;
                if (superfluous) {
                    leadingZero = true;
                } else {
                    kept.append(c);
                    numberBegins = !isDigit(c);
                }
            }
            rest = kept.toString();
        }

        private static boolean areDigits(String text, int start, int maximum) {
            int digits = text.length() - start;
            boolean right = digits >= 1 && digits <= maximum;
            for (int i = start; right && i < text.length(); i++) {
                right = isDigit(text.charAt(i));
            }
            return right;
        }

        private static boolean isDigit(char c) {
            return c >= '0' && c <= '9';
        }
    }
}
