package io.leadflux.json;

import io.leadflux.event.EventField;
import java.util.Locale;
import java.util.Set;

/** How violations name and explain a field that an event may not have. */
final class UnknownFields {

    private static final int MAX_NAME = 64;
    private static final int MAX_DIGITS = 6;
    private static final String EMPTY = "(empty name)";
    private static final String WITHHELD = "(name withheld)";

    /** Fields that the provider takes from other advertisers, but not from restricted ones. */
    private static final Set<String> FORBIDDEN = Set.of(
            "axwrt",
            "email",
            "phone",
            "zip",
            "country_code",
            "os",
            "sid",
            "ifa",
            "idfv",
            "measurement_partner_data",
            "items");

    private UnknownFields() {}

    /** The path of the field: of bounded length, without control characters and without what may be personal data. */
    static String path(String parent, String name) {
        String shown = name.isEmpty() ? EMPTY : mayBePersonal(name) ? WITHHELD : clean(name);
        return parent.isEmpty() ? shown : parent + '.' + shown;
    }

    /** What is wrong with the field, and what would be right. */
    static String message(String parent, String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.contains("email") || lower.contains("phone")) {
            return "the provider forbids e-mail addresses and phone numbers, plain or hashed, to restricted advertisers";
        }
        if (FORBIDDEN.contains(lower)) {
            return "the provider forbids this field to restricted advertisers";
        }
        for (EventField field : EventField.values()) {
            if (field.wireName().equals(name)) {
                EventField home = field.parent();
                return "this field belongs to " + (home == null ? "the event itself" : home.path());
            }
        }
        return "the provider does not list this field";
    }

    private static boolean mayBePersonal(String name) {
        int digits = 0;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (Character.isDigit(c)) {
                digits++;
            }
            if (c == '@' || c == '%' || digits > MAX_DIGITS) {
                return true;
            }
        }
        return false;
    }

    private static String clean(String name) {
        StringBuilder clean = new StringBuilder();
        for (int i = 0; i < Math.min(name.length(), MAX_NAME); i++) {
            char c = name.charAt(i);
            clean.append(c > ' ' && c < 0x7f ? c : '?');
        }
        return name.length() > MAX_NAME ? clean + "..." : clean.toString();
    }
}
