package io.leadflux.reactor.webflux;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import org.jspecify.annotations.Nullable;

/**
 * Percent-encoding (RFC 3986, section 2.1) for the values of cookies, and its reverse for cookies and queries. A plus
 * sign is not decoded: an identifier may well be base64, and holds no spaces.
 */
final class PercentEncoding {

    private static final String HEX = "0123456789ABCDEF";

    private PercentEncoding() {}

    /**
     * {@code text} with everything escaped that a cookie's value cannot hold (RFC 6265, section 4.1.1), and {@code %}.
     */
    static String encode(String text) {
        if (isPlain(text)) {
            return text;
        }
        StringBuilder encoded = new StringBuilder(text.length() + 16);
        for (byte octet : text.getBytes(UTF_8)) {
            if (isPlain(octet)) {
                encoded.append((char) octet);
            } else {
                encoded.append('%').append(HEX.charAt(octet >> 4 & 0xf)).append(HEX.charAt(octet & 0xf));
            }
        }
        return encoded.toString();
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isPlain(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPlain(int c) {
        return c > ' ' && c < 0x7f && c != '"' && c != ',' && c != ';' && c != '\\' && c != '%';
    }

    /** {@code encoded} without escapes; null when an escape is broken or the escapes are no UTF-8. */
    static @Nullable String decode(String encoded) {
        if (encoded.indexOf('%') < 0) {
            return encoded;
        }
        byte[] octets = octets(encoded);
        try {
            return octets == null
                    ? null
                    : UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private static byte @Nullable [] octets(String encoded) {
        byte[] raw = encoded.getBytes(UTF_8);
        ByteArrayOutputStream octets = new ByteArrayOutputStream(raw.length);
        for (int i = 0; i < raw.length; i++) {
            if (raw[i] != '%') {
                octets.write(raw[i]);
                continue;
            }
            int octet = i + 2 < raw.length ? hex(raw[i + 1]) << 4 | hex(raw[i + 2]) : -1;
            if (octet < 0) {
                return null;
            }
            octets.write(octet);
            i += 2;
        }
        return octets.toByteArray();
    }

    // Negative for what is no digit, also when it is shifted or combined with another.
    private static int hex(byte digit) {
        return digit < 0 ? -1 : Character.digit(digit, 16);
    }
}
