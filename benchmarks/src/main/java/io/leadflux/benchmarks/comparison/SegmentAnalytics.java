package io.leadflux.benchmarks.comparison;

import static java.util.Objects.requireNonNull;

import com.segment.analytics.Analytics;
import com.segment.analytics.Callback;
import com.segment.analytics.messages.Message;
import com.segment.analytics.messages.TrackMessage;
import io.leadflux.benchmarks.endpoint.Keys;
import io.leadflux.benchmarks.endpoint.Producers;
import io.leadflux.benchmarks.endpoint.Target;
import io.leadflux.benchmarks.json.WireData;
import io.leadflux.benchmarks.json.WireEvent;
import io.leadflux.benchmarks.json.WireUser;
import io.leadflux.event.ServerEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Segment's analytics-java: a queue, a thread that collects batches, and OkHttp. It sends its own JSON, with the
 * fields of our events as properties. By default its queue is unbounded and it sends one batch at a time. Here the
 * queue is as long as ours, and it has as many sending threads as the others have requests in flight. When all are
 * busy, the collecting thread sends as well; nothing else would bound its backlog.
 */
final class SegmentAnalytics implements Candidate<TrackMessage.Builder> {

    private static final int QUEUE = 16_384;

    /** It requires a user id, and our events have no id that all of them carry. */
    private static final String NO_USER = "-";

    /** The shortest that it accepts; in the comparison batches are full long before. */
    private static final Duration LINGER = Duration.ofSeconds(1);

    private final Analytics analytics;
    private final LongAdder accepted = new LongAdder();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final Map<String, Runnable> waiting = new ConcurrentHashMap<>();

    SegmentAnalytics(Target target) {
        analytics = Analytics.builder(Target.API_KEY)
                .setUploadURL(target.uri().toString())
                .client(http(target.keys()))
                .queueCapacity(QUEUE)
                .flushQueueSize(Target.BATCH)
                .flushInterval(LINGER.toMillis(), TimeUnit.MILLISECONDS)
                .networkExecutor(threads(target.concurrency()))
                .callback(new Results())
                .build();
    }

    private static OkHttpClient http(@Nullable Keys keys) {
        OkHttpClient.Builder builder = new OkHttpClient.Builder().addInterceptor(SegmentAnalytics::withBody);
        if (keys != null) {
            builder.sslSocketFactory(keys.forJdk().getSocketFactory(), keys.trust());
        }
        return builder.build();
    }

    /** It treats an empty response as a failure and retries, so this adds the body that it expects. */
    private static Response withBody(Interceptor.Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        response.close();
        return response.newBuilder()
                .body(ResponseBody.create("{\"success\":true}", MediaType.get("application/json")))
                .build();
    }

    private static ExecutorService threads(int count) {
        return new ThreadPoolExecutor(
                count,
                count,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(count),
                new ThreadPoolExecutor.CallerRunsPolicy());
    }

    @Override
    public TrackMessage.Builder model(ServerEvent event) {
        WireEvent wire = WireEvent.of(event);
        WireUser user = requireNonNull(wire.userData);
        return TrackMessage.builder(requireNonNull(wire.name))
                .messageId(requireNonNull(wire.dedupeId))
                .anonymousId(NO_USER)
                .properties(properties(wire, user));
    }

    private static Map<String, Object> properties(WireEvent event, WireUser user) {
        Properties all = new Properties()
                .with("event_time", event.eventTime)
                .with("event_source_url", event.eventSourceUrl)
                .with("client_ip_address", user.clientIpAddress)
                .with("client_user_agent", user.clientUserAgent)
                .with("aleid", user.aleid)
                .with("user_id", user.userId)
                .with("client_id", user.clientId)
                .with("alart", user.alart)
                .with("esi", user.esi);
        WireData data = event.data;
        return data == null ? all.present : all.with("currency", data.currency).with("value", data.value).present;
    }

    /** The properties that are present, in order. */
    private static final class Properties {

        private final Map<String, Object> present = new LinkedHashMap<>();

        Properties with(String name, @Nullable Object value) {
            if (value != null) {
                present.put(name, value);
            }
            return this;
        }
    }

    @Override
    public Publisher<Integer> fullSpeed(Flux<TrackMessage.Builder> events) {
        return SegmentAnalytics.<Integer>sending(events.doOnNext(analytics::enqueue))
                .mergeWith(Increments.of(accepted::sum).doOnNext(count -> check()));
    }

    /** On a new thread, since a full queue blocks. */
    private static <T> Flux<T> sending(Flux<?> events) {
        return Producers.onThread(events.ignoreElements().<T>then(Mono.never())).flux();
    }

    private void check() {
        Throwable failed = failure.get();
        if (failed != null) {
            throw new IllegalStateException(failed);
        }
    }

    /** Each message has its own id, by which its callback finds it. */
    @Override
    public Flux<Timed<TrackMessage.Builder>> paced(Flux<Timed<TrackMessage.Builder>> events) {
        AtomicLong ids = new AtomicLong();
        return Flux.create(accepted -> accepted.onDispose(SegmentAnalytics.<Void>sending(events.doOnNext(timed -> {
                    String id = "paced-" + ids.incrementAndGet();
                    waiting.put(id, () -> accepted.next(timed));
                    analytics.enqueue(timed.event().messageId(id));
                }))
                .subscribe(ignored -> {}, accepted::error)));
    }

    @Override
    public void close() {
        analytics.shutdown();
    }

    /** Called by any sending thread. */
    private final class Results implements Callback {

        @Override
        public void success(Message message) {
            accepted.increment();
            Runnable waiter = waiting.remove(message.messageId());
            if (waiter != null) {
                waiter.run();
            }
        }

        @Override
        public void failure(Message message, Throwable cause) {
            failure.compareAndSet(null, cause);
        }
    }
}
