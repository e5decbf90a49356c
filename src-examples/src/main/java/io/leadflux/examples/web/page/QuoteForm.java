package io.leadflux.examples.web.page;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.springframework.util.MultiValueMap;

/**
 * The form as it was sent. {@link #toString()} shows only its id.
 *
 * @param id generated with the empty form, so that a form sent twice is one enquiry
 */
record QuoteForm(String id, String name, String email, String phone, String bill, boolean agreed) {

    private static final int LONGEST = 254;
    private static final Pattern EMAIL = Pattern.compile("[^@\\s]{1,64}@[^@\\s.]+(\\.[^@\\s.]+)+");
    private static final Pattern PHONE = Pattern.compile("\\+?[0-9 ().-]+");
    private static final Pattern UUID_TEXT = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    /** An empty form. */
    static QuoteForm empty(String bill) {
        return new QuoteForm(UUID.randomUUID().toString(), "", "", "", bill, false);
    }

    static QuoteForm of(MultiValueMap<String, String> data) {
        String id = text(data, "id");
        return new QuoteForm(
                UUID_TEXT.matcher(id).matches() ? id : UUID.randomUUID().toString(),
                text(data, "name"),
                text(data, "email"),
                text(data, "phone"),
                text(data, "bill"),
                "yes".equals(data.getFirst("agreed")));
    }

    private static String text(MultiValueMap<String, String> data, String field) {
        String value = data.getFirst(field);
        return value == null ? "" : value.strip();
    }

    /** The errors by field, in the form's order, each as a sentence for the visitor; empty when there are none. */
    Map<String, String> errors() {
        Map<String, String> errors = new LinkedHashMap<>();
        check(errors, "name", !name.isEmpty() && isShort(name), "Tell us your name.");
        check(
                errors,
                "email",
                isShort(email) && EMAIL.matcher(email).matches(),
                "Enter an e-mail address such as name@example.com.");
        check(errors, "phone", isPhone(), "Enter a phone number with its area code, such as 555 010 4477.");
        check(errors, "bill", chosenBill().isPresent(), "Choose what you pay in a month.");
        check(errors, "agreed", agreed, "We can only call you if you agree to it.");
        return errors;
    }

    private static void check(Map<String, String> errors, String field, boolean right, String message) {
        if (!right) {
            errors.put(field, message);
        }
    }

    private static boolean isShort(String value) {
        return value.length() <= LONGEST && value.chars().noneMatch(Character::isISOControl);
    }

    private boolean isPhone() {
        long digits = phone.chars().filter(c -> c >= '0' && c <= '9').count();
        return digits >= 7
                && digits <= 15
                && isShort(phone)
                && PHONE.matcher(phone).matches();
    }

    Optional<Bill> chosenBill() {
        return Arrays.stream(Bill.values()).filter(b -> b.name().equals(bill)).findFirst();
    }

    /** The id only. */
    @Override
    public String toString() {
        return "QuoteForm{" + id + '}';
    }
}
