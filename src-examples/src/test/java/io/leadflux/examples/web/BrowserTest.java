package io.leadflux.examples.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.openqa.selenium.support.ui.ExpectedConditions.textToBePresentInElementLocated;
import static org.openqa.selenium.support.ui.ExpectedConditions.urlContains;

import io.leadflux.event.EventName;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Cookie;
import org.openqa.selenium.JavascriptExecutor;

/** The site in a real browser. Screenshots go to {@code target/screenshots}. */
@Tag("proof")
final class BrowserTest {

    private static Site site;
    private static Chromium browser;

    @BeforeAll
    static void start() {
        assumeTrue(
                Chromium.isInstalled(), "No browser: install Debian's chromium and chromium-driver to run this test");
        site = Site.start(Map.of("server.port", "0", "leadflux.batch.linger", "5ms"));
        browser = Chromium.start();
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
            site.close();
        }
    }

    @BeforeEach
    void newVisitor() {
        browser.driver().manage().deleteAllCookies();
        browser.show(false, 1280, 860, false);
    }

    @AfterEach
    void browserHasNoComplaint() {
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void adClick_browsedAndEnquired_isOnePageViewForEachNavigationAndOneLead() throws Exception {
        String aleid = "ad-click-" + UUID.randomUUID();
        clickAd(aleid);
        browser.see(By.className("consent"));
        assertThat(browser.driver().manage().getCookieNamed("_axeid")).isNull();
        browser.keep("consent");

        browser.click(By.cssSelector(".consent button[value=yes]"));
        browser.until(driver -> driver.findElements(By.className("consent")).isEmpty());
        assertClickIsKeptForAYear(aleid);
        browser.click(By.linkText("How it works"));
        browser.until(urlContains("/how-it-works"));
        browser.click(By.linkText("Get a quote"));
        sendEmptyForm();
        fillIn();
        browser.until(urlContains("/thank-you"));
        browser.keep("thank-you");

        assertThat(Received.of(site, aleid).await(5).names())
                .containsExactlyInAnyOrder(
                        EventName.PAGE_VIEW, // the landing page, once the visitor has agreed
                        EventName.PAGE_VIEW, // how it works
                        EventName.PAGE_VIEW, // the form
                        EventName.PAGE_VIEW, // the thanks
                        EventName.GENERATE_LEAD);
        assertThat(Received.of(site, aleid).events())
                .allSatisfy(event -> assertThat(event.json()).contains("HeadlessChrome", "127.0.0.1"));
    }

    /** Comes from another site, as an ad click does. */
    private static void clickAd(String aleid) {
        browser.open("data:text/html,<a href='" + site.uri("/?aleid=" + aleid) + "'>Solar from Sunfield</a>");
        browser.click(By.linkText("Solar from Sunfield"));
        browser.until(urlContains(aleid));
    }

    private static void assertClickIsKeptForAYear(String aleid) {
        Cookie cookie = browser.driver().manage().getCookieNamed("_axeid");
        assertThat(cookie.getValue()).isEqualTo(aleid);
        assertThat(cookie.isHttpOnly()).isTrue();
        assertThat(cookie.getSameSite()).isEqualTo("Lax");
        assertThat(cookie.getPath()).isEqualTo("/");
        assertThat(cookie.getExpiry().toInstant())
                .isCloseTo(Instant.now().plus(Duration.ofDays(365)), within(10, ChronoUnit.MINUTES));
    }

    private static void sendEmptyForm() throws IOException {
        browser.see(By.id("email")).sendKeys("nobody@nowhere");
        browser.click(By.cssSelector(".sheet button"));
        browser.see(By.cssSelector("[role=alert]"));
        assertThat(browser.driver().findElements(By.cssSelector(".error"))).hasSize(5);
        assertThat(browser.driver().switchTo().activeElement().getAttribute("role"))
                .isEqualTo("alert");
        assertThat(browser.see(By.id("email")).getAttribute("value")).isEqualTo("nobody@nowhere");
        assertThat(browser.see(By.id("email")).getAttribute("aria-describedby")).isEqualTo("email-error");
        browser.keep("quote-errors");
        browser.show(true, 390, 844, true);
        browser.keep("quote-errors-dark-phone");
        browser.show(false, 1280, 860, false);
    }

    private static void fillIn() {
        browser.see(By.id("name")).sendKeys("Ada Lovelace");
        browser.see(By.id("email")).clear();
        browser.see(By.id("email")).sendKeys("ada@example.com");
        browser.see(By.id("phone")).sendKeys("555 010 4477");
        browser.click(By.cssSelector("[name=bill][value=LARGE]"));
        browser.click(By.id("agreed"));
        browser.click(By.cssSelector(".sheet button"));
    }

    @Test
    void brokenEndpoint_onTheOperationsPage_showsTheOutageAndTheRecovery() throws Exception {
        browser.open(site.uri("/operations").toString());
        browser.until(textToBePresentInElementLocated(By.id("health-state"), "Up"));
        browser.click(By.cssSelector("[data-visitors='50']"));
        seeAccepted(100);

        breakEndpoint("OVERLOADED", "Outage");
        keepOperations("outage");
        mend();
        breakEndpoint("KEY_REVOKED", "Key refused");
        assertThat(browser.see(By.id("mend")).getText()).isEqualTo("Give the site the new key");
        mend();
        breakEndpoint("DOWN", "Outage");
        mend();
        browser.click(By.cssSelector("[data-fault=BAD_EVENT]"));
        browser.until(textToBePresentInElementLocated(By.id("failures"), "REJECTED"));
        browser.until(textToBePresentInElementLocated(By.id("failures"), "USER_AGENT_REQUIRED"));
        mend();
        keepOperations("recovered");
        assertFailuresCanBeReadOnAPhone();
        browser.click(By.cssSelector("[data-visitors='0']"));
        browser.until(driver -> browser.see(By.id("waiting")).getText().equals("0"));
    }

    /** Nothing of the table is beyond its edge, where a visitor would have to scroll sideways for each row. */
    private static void assertFailuresCanBeReadOnAPhone() {
        browser.show(false, 390, 844, true);
        assertThat(number("const box = document.querySelector('.scroll'); return box.scrollWidth - box.clientWidth"))
                .isZero();
        assertThat(number("return Math.max(...[...document.querySelectorAll('.failures td')]"
                        + ".map(cell => cell.getBoundingClientRect().right))"))
                .isLessThanOrEqualTo(390);
        browser.show(false, 1280, 860, false);
    }

    private static void breakEndpoint(String fault, String health) {
        browser.click(By.cssSelector("[data-fault=" + fault + "]"));
        browser.until(textToBePresentInElementLocated(By.id("health-state"), health));
    }

    /** Mends the endpoint and waits until the client is up and more events are accepted than before. */
    private static void mend() {
        long before = accepted();
        browser.click(By.id("mend"));
        browser.until(textToBePresentInElementLocated(By.id("health-state"), "Up"));
        seeAccepted(before + 20);
    }

    private static void seeAccepted(long events) {
        browser.until(driver -> accepted() >= events);
    }

    private static long accepted() {
        String shown = browser.see(By.id("accepted")).getText().replace(",", "");
        return shown.equals("–") ? 0 : Long.parseLong(shown);
    }

    private static void keepOperations(String name) throws IOException {
        browser.keep("operations-" + name);
        browser.show(true, 1280, 860, false);
        browser.keep("operations-" + name + "-dark");
        browser.show(true, 390, 844, true);
        browser.keep("operations-" + name + "-dark-phone");
        browser.show(false, 390, 844, true);
        browser.keep("operations-" + name + "-phone");
        browser.show(false, 1280, 860, false);
    }

    @Test
    void pages_lightAndDarkOnDesktopAndPhone_fitTheirWidth() throws Exception {
        for (String page : new String[] {"", "how-it-works", "quote", "privacy", "operations", "nowhere"}) {
            browser.open(site.uri("/" + page).toString());
            for (boolean dark : new boolean[] {false, true}) {
                for (int width : new int[] {1280, 390}) {
                    browser.show(dark, width, 844, width == 390);
                    browser.keep("page-" + (page.isEmpty() ? "landing" : page) + (dark ? "-dark" : "")
                            + (width == 390 ? "-phone" : ""));
                    assertThat(overflow()).as("%s at %d", page, width).isZero();
                }
            }
        }
        assertThat(browser.complaints()).allMatch(complaint -> complaint.contains("status of 404"));
    }

    @Test
    void footerAndConsentBar_beginAndEndWithTheContent() {
        for (int width : new int[] {2560, 1280, 800, 390}) {
            browser.show(false, width, 844, width == 390);
            browser.open(site.uri("/").toString());

            assertThat(left(".hero")).isEqualTo(left(".bar .brand")).isEqualTo(left(".foot p"));
            assertThat(left(".consent div")).as("at %d", width).isEqualTo(left(".hero"));
            assertThat(right(".consent form")).as("at %d", width).isEqualTo(right(".hero"));
        }
        browser.show(false, 1280, 844, false);
        assertThat(right(".foot p:last-child")).isEqualTo(right(".hero"));
    }

    private static double left(String selector) {
        return number("return document.querySelector('" + selector + "').getBoundingClientRect().left");
    }

    private static double right(String selector) {
        return number("return document.querySelector('" + selector + "').getBoundingClientRect().right");
    }

    private static double overflow() {
        return number("return document.documentElement.scrollWidth - document.documentElement.clientWidth");
    }

    private static double number(String script) {
        JavascriptExecutor page = browser.driver();
        return ((Number) page.executeScript(script)).doubleValue();
    }
}
