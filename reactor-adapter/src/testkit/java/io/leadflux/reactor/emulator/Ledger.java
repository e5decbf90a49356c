package io.leadflux.reactor.emulator;

import static java.util.Objects.requireNonNull;

import io.leadflux.event.EventName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * What an emulator responded and what it accepted. It outlives the emulator and can be handed to the next one.
 *
 * <p>An event with a {@code dedupe_id} that was accepted within the merge window before is merged: it gets a 200 and
 * does not count again. The window begins with the acceptance that counted, not with a later merged one. Whether the
 * provider scopes an id by event name is not published; here it does not, so an id shared by a {@code page_view} and a
 * {@code generate_lead} shows as a lost event.
 *
 * <p>At every instant {@code received = accepted + merged + refused}. Memory is bounded: 25 to 50 bytes for each of at
 * most {@code maxIds} ids, and the most recent events, at most {@code recentEvents} of them and 32 MiB. Thread-safe;
 * nothing blocks for longer than it takes to record one batch.
 */
public final class Ledger {

    private final long mergeWindowMillis;
    private final AcceptedIds ids;
    private final RecentEvents recent;
    private final Recent<byte[]> bodies;
    private final Recent<Rejection> rejections = new Recent<>(100);
    private final Map<Integer, Long> posts = new TreeMap<>();
    private long unanswered;
    private long received;
    private long pageViews;
    private long leads;
    private long merged;
    private long refused;
    private long withoutId;
    private long idsNotKept;

    private Ledger(Builder builder) {
        this.mergeWindowMillis = builder.mergeWindow.toMillis();
        this.ids = new AcceptedIds(builder.maxIds);
        this.recent = new RecentEvents(builder.recentEvents);
        this.bodies = new Recent<>(builder.recentBodies);
    }

    /** A ledger with every default. */
    public static Ledger create() {
        return builder().build();
    }

    /** A builder in which every option has its default. */
    public static Builder builder() {
        return new Builder();
    }

    /** Events in the envelopes of processed requests, as far as those could be read. */
    public synchronized long received() {
        return received;
    }

    /** Events that were accepted and counted; merged ones are not among them. */
    public synchronized long accepted() {
        return pageViews + leads;
    }

    /** Events of one name that were accepted and counted. */
    public synchronized long accepted(EventName name) {
        return requireNonNull(name, "name") == EventName.PAGE_VIEW ? pageViews : leads;
    }

    /** Events that got a 200 but were dropped, since their {@code dedupe_id} had just been accepted. */
    public synchronized long merged() {
        return merged;
    }

    /** Events of requests that were rejected, including the good ones beside a bad one. */
    public synchronized long refused() {
        return refused;
    }

    /** Different {@code dedupe_id}s that were accepted. */
    public synchronized long unique() {
        return ids.size();
    }

    /** Accepted events that had no {@code dedupe_id}. */
    public synchronized long withoutId() {
        return withoutId;
    }

    /** Accepted events whose id was not kept because {@code maxIds} others were there; {@link #unique()} lacks them. */
    public synchronized long idsNotKept() {
        return idsNotKept;
    }

    /** Whether an event with this id was accepted. */
    public boolean contains(String dedupeId) {
        return acceptances(dedupeId) > 0;
    }

    /** How often an event with this id was accepted and counted; more than once only beyond the merge window. */
    public int acceptances(String dedupeId) {
        char[] text = requireNonNull(dedupeId, "dedupeId").toCharArray();
        long hash = IdHash.hash(text, 0, text.length);
        int check = IdHash.check(text, 0, text.length);
        synchronized (this) {
            return ids.acceptances(hash, check);
        }
    }

    /** Responses sent, by HTTP status, except those to requests for the ledger itself. */
    public synchronized Map<Integer, Long> posts() {
        return new TreeMap<>(posts);
    }

    /** Responses sent with this status. */
    public synchronized long posts(int status) {
        return posts.getOrDefault(status, 0L);
    }

    /** Requests that a scripted reset or silence left without a response. */
    public synchronized long unanswered() {
        return unanswered;
    }

    /** The most recent accepted events, oldest first; merged ones are not among them. */
    public synchronized List<ReceivedEvent> recentEvents() {
        return recent.toList();
    }

    /** The most recent request bodies, oldest first, whatever their result; none unless the option is set. */
    public synchronized List<byte[]> recentBodies() {
        List<byte[]> copies = new ArrayList<>();
        bodies.toList().forEach(body -> copies.add(body.clone()));
        return copies;
    }

    /** Why the last 100 rejected requests were rejected, oldest first. */
    public synchronized List<Rejection> recentRejections() {
        return rejections.toList();
    }

    /** The figures as one JSON object, as at {@code GET /ledger}; it holds no value of an event. */
    public synchronized String toJson() {
        StringBuilder json = new StringBuilder(256).append("{\"posts\":{");
        String separator = "";
        for (Map.Entry<Integer, Long> entry : posts.entrySet()) {
            json.append(separator).append('"').append(entry.getKey()).append("\":");
            json.append(entry.getValue());
            separator = ",";
        }
        json.append("},\"unanswered\":").append(unanswered);
        json.append(",\"received\":").append(received);
        json.append(",\"accepted\":").append(pageViews + leads);
        json.append(",\"merged\":").append(merged);
        json.append(",\"refused\":").append(refused);
        json.append(",\"page_view\":").append(pageViews);
        json.append(",\"generate_lead\":").append(leads);
        json.append(",\"unique\":").append(ids.size());
        json.append(",\"without_id\":").append(withoutId);
        return json.append('}').toString();
    }

    /**
     * Blocks the calling thread, which must be no event loop, until {@code condition} holds.
     *
     * @param condition is asked now and after each change, under the ledger's lock
     * @param within how long to wait, from 0
     * @return whether the condition held in time
     */
    public synchronized boolean await(Predicate<? super Ledger> condition, Duration within) {
        long deadline = System.nanoTime() + within.toNanos();
        boolean holds = condition.test(this);
        try {
            for (long left = within.toNanos(); !holds && left > 0; left = deadline - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
                holds = condition.test(this);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return holds;
    }

    boolean keepsEvents() {
        return recent.isEnabled();
    }

    boolean keepsBodies() {
        return bodies.isEnabled();
    }

    synchronized void accept(ParsedBatch batch, byte[] body, long nowMillis) {
        received += batch.count();
        for (ParsedEvent event : batch.events()) {
            if (counts(event, nowMillis)) {
                if (event.name == EventName.GENERATE_LEAD) {
                    leads++;
                } else {
                    pageViews++;
                }
                recent.add(event, body);
            } else {
                merged++;
            }
        }
        notifyAll();
    }

    private boolean counts(ParsedEvent event, long nowMillis) {
        if (!event.hasId) {
            withoutId++;
            return true;
        }
        AcceptedIds.Outcome outcome = ids.record(event.idHash, event.idCheck, nowMillis, mergeWindowMillis);
        if (outcome == AcceptedIds.Outcome.NOT_KEPT) {
            idsNotKept++;
        }
        return outcome != AcceptedIds.Outcome.MERGED;
    }

    synchronized void reject(int events, Rejection rejection) {
        received += events;
        refused += events;
        rejections.add(rejection);
        notifyAll();
    }

    synchronized void keepBody(byte[] body) {
        bodies.add(body);
    }

    synchronized void countResponse(int status) {
        posts.merge(status, 1L, Long::sum);
        notifyAll();
    }

    synchronized void countUnanswered() {
        unanswered++;
        notifyAll();
    }

    /** The figures; no value of an event. */
    @Override
    public String toString() {
        return "Ledger" + toJson();
    }

    /** Collects the options of a {@link Ledger}; not thread-safe. */
    public static final class Builder {

        private static final int MAX_IDS = 100_000_000;
        private static final int MAX_RECENT = 10_000_000;

        private Duration mergeWindow = Duration.ofMinutes(5);
        private int recentEvents = 10_000;
        private int recentBodies;
        private int maxIds = 20_000_000;

        private Builder() {}

        /**
         * 5 minutes, as published. How long a later event with an accepted {@code dedupe_id} is merged, 0 to 365 days.
         */
        public Builder mergeWindow(Duration mergeWindow) {
            this.mergeWindow = Bounds.require("mergeWindow", mergeWindow, Duration.ZERO, Duration.ofDays(365));
            return this;
        }

        /** 10,000. How many of the last accepted events are kept whole, 0 to 10,000,000; 0 is fastest. */
        public Builder recentEvents(int recentEvents) {
            this.recentEvents = Bounds.require("recentEvents", recentEvents, 0, MAX_RECENT);
            return this;
        }

        /**
         * 0. How many of the last request bodies are kept, 0 to 10,000,000, each at most as long as the emulator takes.
         */
        public Builder recentBodies(int recentBodies) {
            this.recentBodies = Bounds.require("recentBodies", recentBodies, 0, MAX_RECENT);
            return this;
        }

        /**
         * 20,000,000. How many ids are kept, 1 to 100,000,000; events beyond are accepted, yet neither merged nor
         * unique.
         */
        public Builder maxIds(int maxIds) {
            this.maxIds = Bounds.require("maxIds", maxIds, 1, MAX_IDS);
            return this;
        }

        /** The empty ledger. */
        public Ledger build() {
            return new Ledger(this);
        }
    }
}
