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
 * Segment's analytics-java: a queue, a thread that gathers batches, and OkHttp. It sends its own shape of JSON, with the
 * fields of our events as properties. As it comes its queue has no bound and it sends one batch at a time; here the queue is
 * as long as ours and there are as many threads for sending as all others have POSTs under way. When all are busy the
 * gathering thread sends as well, since nothing else would bound what waits for them.
 */
final class Segment implements Candidate<TrackMessage.Builder> {

    private static final int QUEUE = 16_384;

    /** It wants an id of the user; ours have none that every event bears. */
    private static final String ANYBODY = "-";

    /** The shortest that it takes; at the rates of the contest batches are full long before. */
    private static final Duration LINGER = Duration.ofSeconds(1);

    private final Analytics analytics;
    private final LongAdder accepted = new LongAdder();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final Map<String, Runnable> waiting = new ConcurrentHashMap<>();

    Segment(Target target) {
        analytics = Analytics.builder(Target.API_KEY)
                .setUploadURL(target.uri().toString())
                .client(http(target.keys()))
                .queueCapacity(QUEUE)
                .flushQueueSize(Target.BATCH)
                .flushInterval(LINGER.toMillis(), TimeUnit.MILLISECONDS)
                .networkExecutor(threads(target.concurrency()))
                .callback(new Answers())
                .build();
    }

    private static OkHttpClient http(@Nullable Keys keys) {
        OkHttpClient.Builder builder = new OkHttpClient.Builder().addInterceptor(Segment::withBody);
        if (keys != null) {
            builder.sslSocketFactory(keys.forJdk().getSocketFactory(), keys.trust());
        }
        return builder.build();
    }

    /** It takes an empty answer for a failure and sends again, so what it wants to read is put in. */
    private static Response withBody(Interceptor.Chain chain) throws IOException {
        Response answer = chain.proceed(chain.request());
        answer.close();
        return answer.newBuilder()
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
                .anonymousId(ANYBODY)
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

    /** Those that there are, in order. */
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
        return Segment.<Integer>sending(events.doOnNext(analytics::enqueue))
                .mergeWith(Growing.of(accepted::sum).doOnNext(count -> check()));
    }

    /** On a thread of its own, since a full queue blocks. */
    private static <T> Flux<T> sending(Flux<?> events) {
        return Producers.onThread(events.ignoreElements().<T>then(Mono.never())).flux();
    }

    private void check() {
        Throwable failed = failure.get();
        if (failed != null) {
            throw new IllegalStateException(failed);
        }
    }

    /** Each message has an id of its own, by which its answer is found. */
    @Override
    public Flux<Timed<TrackMessage.Builder>> paced(Flux<Timed<TrackMessage.Builder>> events) {
        AtomicLong ids = new AtomicLong();
        return Flux.create(accepted -> accepted.onDispose(Segment.<Void>sending(events.doOnNext(timed -> {
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

    /** Called by any of the threads that send. */
    private final class Answers implements Callback {

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
