package io.leadflux.validation;

import io.leadflux.event.CharTraits;

/**
 * What counts as a hash of personal data: a value of hexadecimal digits only, as long as an MD5 (32), a SHA-1 (40) or a
 * SHA-256 (64), perhaps after its algorithm's name as in {@code sha256:}.
 *
 * <p>Three kinds of such values are hardly ever hashes and do not count:
 *
 * <ul>
 *   <li>decimal digits only;
 *   <li>a UUID without dashes, told by its version (1 to 8 at index 12) and its variant (8 to b at index 16);
 *   <li>one digit 32 times, such as the nil UUID.
 * </ul>
 *
 * <p>One MD5 in eight looks like a UUID and passes: to lose a lead to a false alarm is worse.
 */
final class HashPattern {

    private static final int MD5 = 32;
    private static final int SHA1 = 40;
    private static final int SHA256 = 64;

    private HashPattern() {}

    static boolean matches(String text, int traits) {
        if (!CharTraits.has(traits, CharTraits.NOT_HEX)) {
            return isHash(text, 0);
        }
        return switch (text.length()) {
            case MD5 + 4, MD5 + 5, SHA1 + 5, SHA1 + 6, SHA256 + 7, SHA256 + 8 -> isLabelled(text);
            default -> false;
        };
    }

    private static boolean isLabelled(String text) {
        int first = text.charAt(0) | 0x20;
        if (first != 'm' && first != 's') {
            return false;
        }
        return isLabelled(text, MD5, "md5", "md-5")
                || isLabelled(text, SHA1, "sha1", "sha-1")
                || isLabelled(text, SHA256, "sha256", "sha-256");
    }

    // A label, one more character, and the hash.
    private static boolean isLabelled(String text, int length, String label, String dashedLabel) {
        int start = text.length() - length;
        if (start < 1) {
            return false;
        }
        String expected = start - 1 == label.length() ? label : dashedLabel;
        return start - 1 == expected.length()
                && ":=-_. ".indexOf(text.charAt(start - 1)) >= 0
                && text.regionMatches(true, 0, expected, 0, expected.length())
                && isHex(text, start)
                && isHash(text, start);
    }

    private static boolean isHash(String hex, int start) {
        return switch (hex.length() - start) {
            case MD5 -> !isDecimal(hex, start) && !isUuid(hex, start) && !isOneDigitOnly(hex, start);
            case SHA1, SHA256 -> !isDecimal(hex, start);
            default -> false;
        };
    }

    private static boolean isUuid(String hex, int start) {
        char version = hex.charAt(start + 12);
        char variant = hex.charAt(start + 16);
        return version >= '1' && version <= '8' && "89abAB".indexOf(variant) >= 0;
    }

    private static boolean isOneDigitOnly(String hex, int start) {
        for (int i = start + 1; i < hex.length(); i++) {
            if (hex.charAt(i) != hex.charAt(start)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDecimal(String hex, int start) {
        for (int i = start; i < hex.length(); i++) {
            if (hex.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private static boolean isHex(String text, int start) {
        for (int i = start; i < text.length(); i++) {
            if (Character.digit(text.charAt(i), 16) < 0 || text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }
}
