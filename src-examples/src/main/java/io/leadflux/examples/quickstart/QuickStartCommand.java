package io.leadflux.examples.quickstart;

import static java.util.Objects.requireNonNull;

import io.leadflux.examples.replay.Replay;
import io.leadflux.examples.replay.ReplayCounts;
import io.leadflux.examples.sample.SampleFiles;
import io.leadflux.examples.terminal.CommandContext;
import io.leadflux.reactor.ConversionClient;
import io.leadflux.reactor.delivery.ApiKeySupplier;
import io.leadflux.reactor.emulator.EndpointEmulator;
import io.leadflux.reactor.emulator.Response;
import io.leadflux.reactor.http.HttpEventSender;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.SequenceInputStream;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Shows the life of events, from a file to the endpoint, on one page. */
@Command(
        name = "quickstart",
        mixinStandardHelpOptions = true,
        description = "Send 2,000 sample lines through the real client to an emulated endpoint on this machine, "
                + "and show what became of them. Needs no account and no network.")
public final class QuickStartCommand implements Callable<Integer> {

    private final CommandContext context;

    @Spec
    private @Nullable CommandSpec spec;

    public QuickStartCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        EndpointEmulator emulator = EndpointEmulator.builder().start();
        emulator.script().next(Response.status(503));
        try (InputStream events = new SequenceInputStream(SampleFiles.valid(), SampleFiles.mixed())) {
            QuickStartReport report = run(emulator, events);
            PrintWriter out = requireNonNull(spec, "spec").commandLine().getOut();
            out.print(report.page(context.terminal().out()));
            out.flush();
            return report.isComplete() ? 0 : 1;
        } finally {
            emulator.dispose();
        }
    }

    private static QuickStartReport run(EndpointEmulator emulator, InputStream events) {
        HttpEventSender http = HttpEventSender.builder(EndpointEmulator.DEFAULT_PIXEL_ID)
                .endpoint(emulator.uri())
                .build();
        BatchSizes sender = new BatchSizes(http);
        ConversionClient client = ConversionClient.create(sender, ApiKeySupplier.of(EndpointEmulator.DEFAULT_KEY));
        ReplayCounts counts = new ReplayCounts();
        Reasons reasons = new Reasons();
        try {
            long start = System.nanoTime();
            Replay.of(events, reasons, counts).send(client);
            double seconds = (System.nanoTime() - start) / 1e9;
            return new QuickStartReport(emulator, counts, reasons, sender.seen(), client.stats(), seconds);
        } finally {
            client.disposeLater().then(sender.disposeLater()).block();
        }
    }
}
